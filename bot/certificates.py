"""`python -m bot verify-certificate FILE`: whether a file is as this city issued it.

Needs neither a network nor a database: the city's public key is enough. Whether the certificate
was withdrawn since then only its page can tell.
"""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.secrets import read_secrets
from bot.settings import load_settings
from domain import certificates
from models.sealed import signed_by


def public_key() -> None:
    """Print the keys that check certificates, newest first. They are no secret: publish them."""
    for key in read_secrets(load_settings().secrets_file).public_keys():
        typer.echo(key)


def verify_certificate(
    file: Annotated[Path, typer.Argument(help="The PDF as it was received.")],
    key: Annotated[
        list[str] | None,
        typer.Option(help="A public key, as `public-key` prints it; else SECRETS_FILE is read."),
    ] = None,
) -> None:
    """Check that a certificate's PDF is whole and this city's; exit 1 and a sentence if not."""
    keys = key or read_secrets(load_settings().secrets_file).public_keys()
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _not(f"{file} cannot be read: {error.strerror}.") from None
    parts = certificates.taken_apart(content)
    if parts is None:
        raise _not(f"{file} carries no proof: it is not the file that was issued, or was altered.")
    pdf, proof = parts
    message = certificates.filed(proof.statement, pdf)
    if not any(_signed(one, message, proof) for one in keys):
        raise _not(f"{file} was altered after it was issued, or was not issued by this city.")
    said = json.loads(proof.statement)
    hours, minutes = divmod(said["minutes"], 60)
    typer.echo(
        f"Genuine: certificate {said['number']} for {said['name']} "
        f"({said['document_number']}), {hours} h {minutes} min from {said['from']} to "
        f"{said['until']}, issued on {said['issued_on']} by {said['issuer']}. "
        "Whether it was withdrawn since, the page behind its code tells."
    )


def _signed(key: str, message: bytes, proof: certificates.Proof) -> bool:
    try:
        return signed_by(key, message, proof.key_version, proof.signature)
    except ValueError:
        raise _not(f"{key} is no public key; `python -m bot public-key` prints them.") from None


def _not(sentence: str) -> SystemExit:
    typer.echo(sentence, err=True)
    return SystemExit(1)
