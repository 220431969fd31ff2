"""A disk that remembers every write and every flush, so that any power cut can be played afterwards.

One file, served over the kernel's FUSE protocol, carries a loop device with ext4 on it. The file server notes
each write and each flush in a log. The image after a cut holds everything that was written before the last
flush, and of later writes what chance leaves, block by block, in any order: as a disk with a cache does.
Needs root, /dev/fuse, loop devices and mke2fs.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import random
import shutil
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IN, OUT = struct.Struct("<IIQQIIII"), struct.Struct("<IiQ")
ATTRIBUTES = struct.Struct("<QQQQQQIIIIIIIIII")
NOTE = struct.Struct("<QI")  # offset and length of a write; a flush has length 0
BLOCK = 4096
NAME = b"disk"


def lacking() -> str:
    """Why this machine cannot do it; empty when it can."""
    if os.geteuid() != 0:
        return "needs root, to mount"
    for path in ("/dev/fuse", "/dev/loop-control"):
        if not Path(path).exists():
            return f"there is no {path}"
    for program in ("mke2fs", "losetup", "mount", "umount"):
        if not shutil.which(program):
            return f"there is no {program}"
    return ""


class Disk:
    """The disk with its folder of bookkeeping; `mounted` is where its file system hangs."""

    def __init__(self, folder: Path, *, megabytes: int = 384) -> None:
        self.folder = folder.absolute()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.base, self.log = self.folder / "base.img", self.folder / "writes.log"
        self.fuse, self.mounted = self.folder / "fuse", self.folder / "mounted"
        self.counter_file = self.folder / "counter"
        self.bytes = megabytes << 20

    def position(self) -> int:
        """Bytes of the log so far: what is acknowledged now must survive every later cut."""
        return int(struct.unpack("<Q", self._counter[:8])[0])

    @contextmanager
    def running(self) -> Iterator[Path]:
        """Format, serve, mount; unmount at the end. The folder on the disk."""
        with self.base.open("wb") as file:
            file.truncate(self.bytes)
        subprocess.run(["mke2fs", "-q", "-t", "ext4", "-F", str(self.base)], check=True)
        self.log.write_bytes(b"")
        self.counter_file.write_bytes(bytes(4096))
        for folder in (self.fuse, self.mounted):
            folder.mkdir(exist_ok=True)
        with self.counter_file.open("r+b") as file:
            self._counter = mmap.mmap(file.fileno(), 4096)
        server = subprocess.Popen([sys.executable, "-m", "bench.disks", str(self.folder)], cwd=ROOT)
        device = ""
        try:
            device = self._loop(server)
            subprocess.run(["mount", "-t", "ext4", device, str(self.mounted)], check=True)
            yield self.mounted
        finally:
            subprocess.run(["umount", str(self.mounted)], check=False)
            if device:
                subprocess.run(["losetup", "-d", device], check=False)
            subprocess.run(["umount", str(self.fuse)], check=False)
            server.terminate()
            server.wait()

    def _loop(self, server: subprocess.Popen[bytes]) -> str:
        file = self.fuse / NAME.decode()
        until = time.monotonic() + 60
        while not file.exists():
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit("the disk server did not start")
            time.sleep(0.05)
        done = subprocess.run(
            ["losetup", "-f", "--show", str(file)], check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def image(self, *, until: int, chance: random.Random, path: Path) -> dict[str, int]:
        """Write the image after a power cut at a position of the log; how much of the cache was lost."""
        shutil.copyfile(self.base, path)
        cache: list[tuple[int, bytes]] = []
        lost = kept = 0
        with path.open("r+b") as image, self.log.open("rb") as log:
            while log.tell() < until and len(head := log.read(NOTE.size)) == NOTE.size:
                offset, length = NOTE.unpack(head)
                if length:  # the write that the cut falls into is torn like those in the cache
                    cache.append((offset, log.read(length)))
                    continue
                for place, data in cache:
                    image.seek(place)
                    image.write(data)
                cache.clear()
            share = chance.random()
            for place, data in cache:
                for start in range(0, len(data), BLOCK):
                    if chance.random() < share:
                        image.seek(place + start)
                        image.write(data[start : start + BLOCK])
                        kept += 1
                    else:
                        lost += 1
        return {"blocks_lost": lost, "blocks_kept": kept}


@contextmanager
def opened(image: Path, folder: Path) -> Iterator[Path]:
    """Mount an image (ext4 plays its journal), as the machine does when the power is back."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "ext4", "-o", "loop", str(image), str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


class FileServer:
    """Answers the kernel: one folder with one file, all in memory, writes and flushes noted."""

    def __init__(self, disk: Disk) -> None:
        self.content = bytearray(disk.base.read_bytes())
        self.log = disk.log.open("ab", buffering=0)
        with disk.counter_file.open("r+b") as file:
            self.counter = mmap.mmap(file.fileno(), 4096)
        self.noted = 0
        self.device = os.open("/dev/fuse", os.O_RDWR)
        options = f"fd={self.device},rootmode=40000,user_id=0,group_id=0,allow_other".encode()
        library = ctypes.CDLL(None, use_errno=True)
        if library.mount(b"zaocha-disk", str(disk.fuse).encode(), b"fuse", 0, options) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        self.answers = {
            1: self.lookup, 3: self.attributes, 4: self.attributes, 14: self.open, 15: self.read, 16: self.write,
            17: self.space, 18: self.nothing, 20: self.flush, 25: self.nothing, 26: self.begin, 27: self.open,
            29: self.nothing, 38: self.nothing,
        }  # fmt: skip

    def serve(self) -> None:
        """Until the file system is unmounted."""
        while True:
            try:
                request = os.read(self.device, (1 << 20) + 8192)
            except OSError as error:
                if error.errno == errno.ENODEV:
                    return
                if error.errno in (errno.EINTR, errno.ENOENT, errno.EAGAIN):
                    continue
                raise
            _length, code, unique, node, *_rest = IN.unpack_from(request)
            if code in (2, 36, 42):  # forget and interrupt want no answer
                continue
            answer = self.answers.get(code)
            body = answer(node, request[IN.size :]) if answer else -errno.ENOSYS
            failed, data = (body, b"") if isinstance(body, int) else (0, body)
            os.write(self.device, OUT.pack(OUT.size + len(data), failed, unique) + data)

    def begin(self, _node: int, body: bytes) -> bytes:
        _major, minor, ahead, _flags = struct.unpack_from("<IIII", body)
        big = 1 << 5  # writes of more than a page
        return struct.pack("<IIIIHHIIHHI28x", 7, min(minor, 31), ahead, big, 64, 48, 1 << 20, 1, 256, 0, 0)

    def lookup(self, _node: int, body: bytes) -> bytes | int:
        if body.rstrip(b"\0") != NAME:
            return -errno.ENOENT
        return struct.pack("<QQQQII", 2, 0, 3600, 3600, 0, 0) + self._of(2)

    def attributes(self, node: int, _body: bytes) -> bytes:
        return struct.pack("<QII", 3600, 0, 0) + self._of(node)

    def open(self, _node: int, _body: bytes) -> bytes:
        return struct.pack("<QII", 1, 0, 0)

    def read(self, _node: int, body: bytes) -> bytes:
        _handle, offset, size = struct.unpack_from("<QQI", body)
        return bytes(self.content[offset : offset + size])

    def write(self, _node: int, body: bytes) -> bytes:
        _handle, offset, size = struct.unpack_from("<QQI", body)
        data = body[40 : 40 + size]
        self.content[offset : offset + size] = data
        self._note(offset, data)
        return struct.pack("<II", size, 0)

    def flush(self, _node: int, _body: bytes) -> bytes:
        self._note(0, b"")
        return b""

    def nothing(self, _node: int, _body: bytes) -> bytes:
        return b""

    def space(self, _node: int, _body: bytes) -> bytes:
        return bytes(80)

    def _note(self, offset: int, data: bytes) -> None:
        self.log.write(NOTE.pack(offset, len(data)) + data)
        self.noted += NOTE.size + len(data)
        self.counter[:8] = struct.pack("<Q", self.noted)

    def _of(self, node: int) -> bytes:
        is_file = node == 2
        size = len(self.content) if is_file else 0
        kind = stat.S_IFREG | 0o600 if is_file else stat.S_IFDIR | 0o700
        return ATTRIBUTES.pack(node, size, size // 512, 0, 0, 0, 0, 0, 0, kind, 1, 0, 0, 0, BLOCK, 0)


if __name__ == "__main__":
    FileServer(Disk(Path(sys.argv[1]))).serve()
