import io, zipfile
out = io.BytesIO()
with zipfile.ZipFile(out, "w") as archive:
    archive.writestr(zipfile.ZipInfo("a.txt", (2024, 1, 2, 3, 4, 6)), "hello " * 20)
    archive.writestr(zipfile.ZipInfo("dir/b.bin", (1999, 12, 31, 23, 58, 0)), bytes(range(256)))
    archive.comment = b"a comment"
data = out.getvalue()
print(len(data), data[:10], zipfile.is_zipfile(io.BytesIO(data)))
with zipfile.ZipFile(io.BytesIO(data)) as archive:
    print(archive.namelist(), archive.read("a.txt")[:12], archive.comment, archive.testzip())
    for info in archive.infolist(): print(info.filename, info.file_size, info.date_time, hex(info.CRC), info.is_dir())
    with archive.open("dir/b.bin") as member: print(member.read(5), member.read()[-3:])
    try: archive.read("nope")
    except KeyError as error: print(error)
for broken in [b"", data[:-30], data.replace(b"hello", b"jello")]:
    try: print(zipfile.ZipFile(io.BytesIO(broken)).testzip())
    except zipfile.BadZipFile as error: print(error)
