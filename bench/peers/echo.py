"""The cheapest bot there could be: says the same to everybody, keeps nothing. The ceiling."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import msgspec
import uvloop

from bench import wire
from bench.wire import Answer, Courier, Delivery

CONNECTIONS = 64


class Chat(msgspec.Struct):
    id: int


class Message(msgspec.Struct):
    chat: Chat


class Update(msgspec.Struct):
    message: Message


async def main() -> None:
    api = urlsplit(os.environ["API"])
    courier = Courier([api.port or 80], CONNECTIONS)
    path = f"/bot{os.environ['TOKEN']}/sendMessage".encode()
    update = msgspec.json.Decoder(Update)

    def serve(_: bytes, body: bytes, answer: Answer) -> None:
        if not body:  # somebody looks whether we are there
            return answer(wire.response(b"{}"))
        said = b'{"chat_id":%d,"text":"x"}' % update.decode(body).message.chat.id
        request = (
            b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (path, len(said), said)
        )
        courier.deliver(Delivery(request, lambda *_: None))
        return answer(wire.response(b"{}"))

    server, _ = await wire.listen(serve, int(os.environ["PORT"]))
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
