"""Files on the stage: kept by content hash, known by file_id, photos shrunk as Telegram does."""

import base64
import hashlib
import io
import mimetypes
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image, ImageOps

from rehearsal.api_error import JSON, bad_request

DOWNLOAD_BYTES = 20 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_SIDES = (90, 320, 800, 1280)  # the sizes that Telegram keeps of a picture
_PHOTO_PIXELS = 50_000_000


@dataclass(frozen=True)
class Kept:
    """One file that somebody sent; `size` is what Telegram says of it, in bytes."""

    file_id: str
    unique_id: str
    kind: str
    digest: str
    size: int
    name: str
    mime: str
    width: int = 0
    height: int = 0

    @property
    def path(self) -> str:
        """Return the path under which it is downloaded."""
        ending = Path(self.name).suffix or mimetypes.guess_extension(self.mime) or ""
        folder = "photos" if self.kind == "photo" else "documents"
        return f"{folder}/file_{self.unique_id}{ending if ending.isascii() else ''}"

    def photo_size(self) -> JSON:
        """Return Telegram's PhotoSize."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "width": self.width,
            "height": self.height,
            "file_size": self.size,
        }

    def document(self) -> JSON:
        """Return Telegram's Document."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_name": self.name,
            "mime_type": self.mime,
            "file_size": self.size,
        }


class FileShelf:
    """Keeps contents in a folder by SHA-256, or in memory when there is no folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._contents: dict[str, bytes] = {}
        self._by_id: dict[str, Kept] = {}
        self._by_path: dict[str, Kept] = {}
        self._photos: dict[str, list[Kept]] = {}

    def keep(self, content: bytes, kind: str, name: str, mime: str, **more: int) -> Kept:
        """Keep a file and return what it is known by; `size` may be given larger than it is."""
        digest = hashlib.sha256(content).hexdigest()
        if self.folder is None:
            self._contents[digest] = content
        else:
            self.folder.mkdir(parents=True, exist_ok=True)
            place = self.folder / digest
            if not place.exists():
                place.write_bytes(content)
        seed = hashlib.sha256(f"{kind}|{name}|{mime}|{digest}|{more}".encode()).digest()
        unique = base64.urlsafe_b64encode(seed[:12]).decode().replace("-", "a").replace("_", "b")
        prefix = "AgACAgUAAxkBAAI" if kind == "photo" else "BQACAgUAAxkBAAI"
        size = more.pop("size", len(content))
        kept = Kept(
            f"{prefix}{unique}{seed[12:24].hex()}", unique, kind, digest, size, name, mime, **more
        )
        self._put(kept)
        return kept

    def keep_photo(self, content: bytes) -> list[Kept]:
        """Keep a picture in Telegram's sizes, as JPEG, smallest first; refuse what is none."""
        digest = hashlib.sha256(content).hexdigest()
        if digest in self._photos:
            return self._photos[digest]
        if len(content) > PHOTO_BYTES:
            raise bad_request("file is too big")
        sizes = [
            self.keep(jpeg, "photo", "photo.jpg", "image/jpeg", width=width, height=height)
            for jpeg, width, height in _shrunk(content)
        ]
        self._photos[digest] = sizes
        return sizes

    def find(self, file_id: str) -> Kept | None:
        """Return the file known by an id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> Kept | None:
        """Return the file that is downloaded under a path."""
        return self._by_path.get(path)

    def content(self, kept: Kept) -> bytes:
        """Return the bytes."""
        if kept.digest in self._contents:
            return self._contents[kept.digest]
        if self.folder is None:
            raise KeyError(kept.file_id)
        return (self.folder / kept.digest).read_bytes()

    def sizes_of(self, kept: Kept) -> list[Kept]:
        """Return every size of the picture that this is one size of."""
        for sizes in self._photos.values():
            if kept in sizes:
                return sizes
        return [kept]

    def to_json(self, folder: Path) -> JSON:
        """Return the register, with every content written to the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for kept in self._by_id.values():
            place = folder / kept.digest
            if not place.exists():
                place.write_bytes(self.content(kept))
        return {
            "kept": [asdict(kept) for kept in self._by_id.values()],
            "photos": {
                digest: [kept.file_id for kept in sizes] for digest, sizes in self._photos.items()
            },
        }

    def from_json(self, register: JSON, folder: Path) -> None:
        """Know again what `to_json` wrote; contents stay in the folder."""
        self.folder = folder
        for each in register["kept"]:
            self._put(Kept(**each))
        self._photos = {
            digest: [self._by_id[one] for one in ids] for digest, ids in register["photos"].items()
        }

    def _put(self, kept: Kept) -> None:
        self._by_id[kept.file_id] = kept
        self._by_path[kept.path] = kept


def _shrunk(content: bytes) -> list[tuple[bytes, int, int]]:
    """Return the picture in each of Telegram's sizes that it fills, as (JPEG, width, height)."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP", "GIF"]) as opened:
            width, height = opened.size
            if width + height > 10_000 or max(width, height) > 20 * min(width, height):
                raise bad_request("PHOTO_INVALID_DIMENSIONS")
            if width * height > _PHOTO_PIXELS:
                raise bad_request("PHOTO_INVALID_DIMENSIONS")
            largest = (PHOTO_SIDES[-1], PHOTO_SIDES[-1])
            opened.draft("RGB", largest)
            # Colours before size: a picture of two colours cannot be shrunk smoothly.
            picture = _opaque(ImageOps.exif_transpose(opened))
            picture.thumbnail(largest, Image.Resampling.LANCZOS)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as wrong:
        raise bad_request("IMAGE_PROCESS_FAILED") from wrong
    sizes = []
    for side in PHOTO_SIDES:
        smaller = picture.copy()
        smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
        written = io.BytesIO()
        smaller.save(written, "JPEG", quality=87)
        sizes.append((written.getvalue(), *smaller.size))
        if side >= max(picture.size):
            break
    return sizes


def _opaque(picture: Image.Image) -> Image.Image:
    """Return the picture in plain colours; transparent parts become white."""
    if picture.mode not in ("RGBA", "LA", "PA", "P"):
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    white = Image.new("RGB", layered.size, "white")
    white.paste(layered, mask=layered.getchannel("A"))
    return white
