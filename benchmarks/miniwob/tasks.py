"""The tasks by their names in MiniWoB++, each with the page object that solves it."""

from benchmarks.miniwob.choosing import ByPlace, ChooseBoxes, ChooseFromList, ChooseOption, ChooseSome
from benchmarks.miniwob.flights import BookFlight, BuyTicket
from benchmarks.miniwob.inbox import Inbox
from benchmarks.miniwob.ordering import OrderFood, SignAgreement
from benchmarks.miniwob.page import TaskPage
from benchmarks.miniwob.searching import LaidOutOtherwise, MovieSearch
from benchmarks.miniwob.signing_in import Login, LoginWithBox, NewPassword
from benchmarks.miniwob.tables import PhoneBook, ReadTable, ReadTwo, SearchEngine
from benchmarks.miniwob.typing_in import EnterCased, EnterDate, EnterOtherText, EnterText, EnterTime
from benchmarks.miniwob.widgets import ChooseDate, Complete, DrawnList, Slide, SlideAndCheck, Spin

TASKS: dict[str, type[TaskPage]] = {
    "login-user": Login,
    "login-user-popup": LoginWithBox,
    "enter-password": NewPassword,
    "enter-text": EnterText,
    "enter-text-2": EnterCased,
    "enter-text-dynamic": EnterOtherText,
    "enter-date": EnterDate,
    "enter-time": EnterTime,
    "choose-list": ChooseFromList,
    "click-scroll-list": ChooseSome,
    "click-checkboxes": ChooseBoxes,
    "click-checkboxes-large": ChooseBoxes,
    "click-checkboxes-transfer": ChooseBoxes,
    "click-option": ChooseOption,
    "form-sequence": SlideAndCheck,
    "form-sequence-2": ByPlace,
    "form-sequence-3": DrawnList,
    "choose-date": ChooseDate,
    "choose-date-easy": ChooseDate,
    "choose-date-medium": ChooseDate,
    "use-autocomplete": Complete,
    "use-slider": Slide,
    "use-spinner": Spin,
    "read-table": ReadTable,
    "read-table-2": ReadTwo,
    "phone-book": PhoneBook,
    "search-engine": SearchEngine,
    "multi-orderings": MovieSearch,
    "multi-layouts": LaidOutOtherwise,
    "book-flight": BookFlight,
    "buy-ticket": BuyTicket,
    "email-inbox": Inbox,
    "email-inbox-noscroll": Inbox,
    "email-inbox-reply": Inbox,
    "email-inbox-forward": Inbox,
    "email-inbox-delete": Inbox,
    "email-inbox-important": Inbox,
    "email-inbox-star-reply": Inbox,
    "order-food": OrderFood,
    "sign-agreement": SignAgreement,
}
