# %% right: rows by hand, one string per map of S2
def lenet5_c3_connections():
    rows = [
        "1000111001111011",
        "1100011100111101",
        "1110001110010111",
        "0111001111001011",
        "0011100111101101",
        "0001110011110111",
    ]
    return [[int(sign) for sign in row] for row in rows]


# %% right: one column rolled on
def lenet5_c3_connections():
    columns = []
    for pattern, count in ([1, 1, 1, 0, 0, 0], 6), ([1, 1, 1, 1, 0, 0], 6), ([1, 1, 0, 1, 1, 0], 3), ([1] * 6, 1):
        columns += [np.roll(pattern, shift) for shift in range(count)]
    return np.stack(columns, axis=1)


# %% right: truth values by a formula
def lenet5_c3_connections():
    way = (np.arange(6)[:, None] - np.arange(16)) % 6  # how far a map of S2 is behind the column's first
    table = np.zeros((6, 16), dtype=np.float32)
    table[:, :6] = way[:, :6] < 3
    table[:, 6:12] = way[:, :6] < 4
    table[:, 12:15] = np.isin(way[:, :3], [0, 1, 3, 4])
    table[:, 15] = 1
    return table


# %% wrong: neighbours don't go round
# hint: Your maps at the end see fewer than the others. After map 5 comes map 0: take the numbers modulo 6.
def lenet5_c3_connections():
    table = np.zeros((6, 16), int)
    for i in range(6):
        table[i : i + 3, i] = 1
        table[i : i + 4, 6 + i] = 1
    for i in range(3):
        for j in (i, i + 1, i + 3, i + 4):
            if j < 6:
                table[j, 12 + i] = 1
    table[:, 15] = 1
    return table


# %% wrong: the transposed table
# hint: Your table is transposed: it needs a row for each of the 6 maps of S2 and a column for each of the 16 of C3.
def lenet5_c3_connections():
    table = np.zeros((16, 6), int)
    for i in range(6):
        table[i, np.arange(i, i + 3) % 6] = 1
        table[6 + i, np.arange(i, i + 4) % 6] = 1
    for i in range(3):
        table[12 + i, np.array([i, i + 1, i + 3, i + 4]) % 6] = 1
    table[15] = 1
    return table


# %% wrong: everything is joined
# hint: You join every map with every other, as one does today. LeNet-5 of 1998 has 60 of these 96 connections.
def lenet5_c3_connections():
    return np.ones((6, 16), int)


# %% wrong: no gap in maps 12 to 14
# hint: Look at maps 12 to 14 again: two pairs with a gap of one map between them, such as 0, 1 and 3, 4.
def lenet5_c3_connections():
    table = np.zeros((6, 16), int)
    for i in range(6):
        table[np.arange(i, i + 3) % 6, i] = 1
        table[np.arange(i, i + 4) % 6, 6 + i] = 1
    for i in range(3):
        table[np.arange(i, i + 4) % 6, 12 + i] = 1
    table[:, 15] = 1
    return table


# %% wrong: counted from 1
# hint: Your numbers of maps begin at 1: map 0 of C3 sees maps 0, 1, 2.
def lenet5_c3_connections():
    table = np.zeros((6, 16), int)
    for i in range(6):
        table[np.arange(i + 1, i + 4) % 6, i] = 1
        table[np.arange(i + 1, i + 5) % 6, 6 + i] = 1
    for i in range(3):
        table[np.array([i + 1, i + 2, i + 4, i + 5]) % 6, 12 + i] = 1
    table[:, 15] = 1
    return table
