"""This machine's own address: what serves pages without a password listens on no other."""

import socket

from transforms.text.errors import PipelineError

HOST = "127.0.0.1"


class PortTaken(PipelineError):
    """Another program listens there, or nobody may."""

    def __init__(self, port: int, detail: str) -> None:
        super().__init__(f"port {port} of {HOST} cannot be used ({detail}). Choose another: --port {port % 65535 + 1}")


def listen(port: int) -> socket.socket:
    """A socket that listens on `port` of this machine; 0 takes a free one. Whoever asks closes it.

    Raises:
        PortTaken: the port cannot be had.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        # Listening at once: whoever reads the address may open it.
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortTaken(port, error.strerror or str(error)) from error
    return listener
