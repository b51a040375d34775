"""Services of exchangelib that give content as it comes in: a mail of 150 MB is never in memory whole."""

from collections.abc import Iterator
from typing import Any

from exchangelib.fields import FieldPath
from exchangelib.items import ID_ONLY, Message
from exchangelib.properties import ItemId
from exchangelib.services import GetAttachment, GetItem
from exchangelib.util import TNS, DummyResponse, ElementNotFound, StreamingBase64Parser, StreamingContentHandler


class _Streamed:
    """Reads one element of the answer, decoded; the library has this for a file's content only."""

    element = "MimeContent"

    def pieces(self: Any, payload: Any) -> Iterator[bytes]:  # noqa: ANN401 (exchangelib has no types)
        """The element's content. An answer without it is read as any other, so that its error is raised."""
        self.streaming = True
        try:
            yield from self._get_response_xml(payload=payload)
        except ElementNotFound as missing:
            self.streaming = False
            _, body = self._get_soap_parts(response=DummyResponse(content=missing.data))
            for each in self._get_elements_in_response(response=self._get_soap_messages(body=body)):
                if isinstance(each, Exception):
                    raise each from None
            return  # an empty mail has no content at all
        finally:
            self.streaming = True
            self.stop_streaming()
            self.streaming = False

    def _update_api_version(self: Any, api_version: str, header: Any) -> None:  # noqa: ANN401
        if not self.streaming:
            super()._update_api_version(api_version, header)  # type: ignore[misc]

    def _get_soap_parts(self: Any, response: Any) -> Any:  # noqa: ANN401
        if self.streaming:
            return None, response
        return super()._get_soap_parts(response)  # type: ignore[misc]

    def _get_soap_messages(self: Any, body: Any) -> Any:  # noqa: ANN401
        if not self.streaming:
            return super()._get_soap_messages(body)  # type: ignore[misc]
        parser = StreamingBase64Parser()
        parser.setContentHandler(StreamingContentHandler(parser=parser, ns=TNS, element_name=self.element))
        return parser.parse(body)


class _GetMime(_Streamed, GetItem):  # type: ignore[misc]
    """A mail's MIME."""


class _GetAttached(_Streamed, GetAttachment):  # type: ignore[misc]
    """An attached mail's MIME, or a file's content."""


def mime_pieces(account: Any, mail_id: str) -> Iterator[bytes]:  # noqa: ANN401
    """A mail as it came."""
    service = _GetMime(account=account)
    field = FieldPath(field=Message.get_field_by_fieldname("mime_content"))
    yield from service.pieces(service.get_payload(items=[ItemId(id=mail_id)], additional_fields=[field], shape=ID_ONLY))


def attachment_pieces(account: Any, attachment: Any, *, is_mail: bool) -> Iterator[bytes]:  # noqa: ANN401
    """What is attached: a file's content, or a mail's MIME."""
    service = _GetAttached(account=account)
    service.element = "MimeContent" if is_mail else "Content"
    payload = service.get_payload(
        items=[attachment.attachment_id],
        include_mime_content=is_mail,
        body_type=None,
        filter_html_content=None,
        additional_fields=None,
    )
    yield from service.pieces(payload)
