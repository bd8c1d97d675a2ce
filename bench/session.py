"""A visitor without a browser: Streamlit's own websocket and messages, so that only the server is timed.

The server's part of a run lasts from the moment the BackMsg `rerun_script` is handed to the socket until the
ForwardMsg `script_finished` has been received. Nothing of a browser is inside: a frame's time seen from within
a page would wait for whatever that page is busy painting. Frames are unpacked after the clock has stopped, save
small ones, among which the last is. `websockets` and the messages are the ones that Streamlit itself runs on.
"""

import time
from typing import NamedTuple

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from bench.servers import HOST, Server

SMALL = 1024
PATIENCE = 60
DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Widget(NamedTuple):
    """kind : selectbox, button_group, number_input or popover; options : what it shows, in order, where it has any
    fragment : where a change runs."""

    kind: str
    id: str
    options: list[str]
    fragment: str


class Run(NamedTuple):
    """ms : the server's part; charts, exceptions : elements of the kind that were sent, our own red boxes among them;
    size : bytes received."""

    ms: float
    charts: int
    exceptions: int
    size: int


class Session:
    """One visitor on one page: the one the app is measured on, or another."""

    def __init__(self, server: Server, page: str | None = None, query: str = "") -> None:
        self._page = server.app.page if page is None else page
        self._query, self._hash = server.asked(query), ""
        self.widgets: dict[str, Widget] = {}
        self.pages: list[str] = []
        self._set: dict[str, tuple[Widget, str | float]] = {}
        self._files: dict[str, str] = {}
        self._session = ""
        address = f"ws://{HOST}:{server.port}/_stcore/stream"
        self._socket = connect(
            address, subprotocols=["streamlit"], compression=None, max_size=None, proxy=None, close_timeout=2
        )

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def load(self) -> Run:
        """The page's first run."""
        return self._run("")

    def choose(self, key: str, index: int) -> Run:
        """Set a widget to one of its options, counted round."""
        widget = self.widgets[key]
        self._set[key] = widget, widget.options[index % len(widget.options)]
        return self._run(widget.fragment)

    def enter(self, key: str, number: float) -> Run:
        """Type a number into its box."""
        widget = self.widgets[key]
        self._set[key] = widget, number
        return self._run(widget.fragment)

    def open(self, key: str) -> Run:
        """Open a popover."""
        widget = self.widgets[key]
        self._set[key] = widget, True
        return self._run(widget.fragment)

    def download(self, key: str) -> float:
        """Press a button of a file that is made when it is asked for -> seconds until it is there. Raises OSError."""
        request = BackMsg()
        asked = request.backend_operation_request
        asked.request_id, asked.session_id, asked.deferred_file.file_id = key, self._session, self._files[key]
        started = time.perf_counter()
        self._socket.send(request.SerializeToString())
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=PATIENCE))
            if message.WhichOneof("type") == "backend_operation_response":
                if message.backend_operation_response.error_msg:
                    raise OSError(message.backend_operation_response.error_msg)
                return time.perf_counter() - started

    def _run(self, fragment: str) -> Run:
        request = self._request(fragment).SerializeToString()
        started = time.perf_counter()
        self._socket.send(request)
        frames = self._until_finished()
        ms = 1000 * (time.perf_counter() - started)
        messages = [ForwardMsg.FromString(frame) for frame in frames]
        elements = [self._learn(message) for message in messages]
        size = sum(len(frame) for frame in frames)
        return Run(ms, elements.count("vega_lite_chart"), elements.count("exception"), size)

    def _until_finished(self) -> list[bytes]:
        frames = []
        while True:
            frame = self._socket.recv(timeout=PATIENCE)
            frames.append(frame)
            if len(frame) < SMALL:
                message = ForwardMsg.FromString(frame)
                if message.WhichOneof("type") == "script_finished" and message.script_finished in DONE:
                    return frames

    def _request(self, fragment: str) -> BackMsg:
        request = BackMsg()
        state = request.rerun_script
        state.query_string, state.page_script_hash, state.fragment_id = self._query, self._hash, fragment
        state.page_name = "" if self._hash else self._page
        state.context_info.locale, state.context_info.timezone = "ja-JP", "Asia/Tokyo"
        state.widget_states.SetInParent()
        for widget, value in self._set.values():
            if widget.kind == "selectbox":
                state.widget_states.widgets.add(id=widget.id, string_value=value)
            elif widget.kind == "number_input":
                state.widget_states.widgets.add(id=widget.id, double_value=value)
            elif widget.kind == "popover":
                state.widget_states.widgets.add(id=widget.id, bool_value=value)
            else:
                state.widget_states.widgets.add(id=widget.id).string_array_value.data.append(value)
        return request

    def _learn(self, message: ForwardMsg) -> str | None:
        """Keep what the next request must carry; the kind of element the message holds."""
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self._hash = message.navigation.page_script_hash
            self.pages = [page.url_pathname for page in message.navigation.app_pages if not page.is_hidden]
        elif kind == "new_session":
            self._session = message.new_session.initialize.session_id or self._session
            self._hash = message.new_session.page_script_hash or self._hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        return self._element(message.delta) if kind == "delta" else None

    def _element(self, delta: object) -> str | None:
        kind = delta.new_element.WhichOneof("type")
        if kind == "alert" and delta.new_element.alert.format == Alert.ERROR:
            return "exception"
        if delta.add_block.popover.id:
            self._know("popover", delta.add_block.popover.id, [], delta.fragment_id)
        if kind == "download_button":
            button = delta.new_element.download_button
            self._files[button.id.split("-", 2)[2]] = button.deferred_file_id
        if kind in ("selectbox", "button_group", "number_input"):
            widget = getattr(delta.new_element, kind)
            offered = getattr(widget, "options", ())
            options = [option if isinstance(option, str) else option.content for option in offered]
            self._know(kind, widget.id, options, delta.fragment_id)
        return kind

    def _know(self, kind: str, identity: str, options: list[str], fragment: str) -> None:
        _mark, _hash, key = identity.split("-", 2)
        self.widgets[key] = Widget(kind, identity, options, fragment)
