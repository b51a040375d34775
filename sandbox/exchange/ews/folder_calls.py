"""GetFolder, FindFolder and CreateFolder."""

from functools import partial

from sandbox.exchange.entries import Folder
from sandbox.exchange.ews.desk import Desk
from sandbox.exchange.ews.properties import folder_value, written
from sandbox.exchange.ews.restriction import matches
from sandbox.exchange.ews.soap import Element, children, m, path, success, t, text_at, truth


def get_folder(desk: Desk) -> list[Element]:
    """Folders by id or well-known name."""
    shape = path(desk.call.body, "m:FolderShape")

    def work(element: Element) -> Element:
        return success("GetFolder", m("Folders", None, _folder(desk.folder(element), shape)))

    return desk.each(children(desk.call.body, "m:FolderIds"), work)


def find_folder(desk: Desk) -> list[Element]:
    """The folders below one, or at any depth below it."""
    body = desk.call.body
    shape, restriction = path(body, "m:FolderShape"), path(body, "m:Restriction")

    def work(element: Element) -> Element:
        parent = desk.folder(element)
        below = _below(desk, parent, deep=body.get("Traversal") == "Deep")
        found = [each for each in below if matches(restriction, partial(folder_value, each))]
        root = m("RootFolder", None, t("Folders", None, *(_folder(each, shape) for each in found)))
        root.set("TotalItemsInView", str(len(found)))
        root.set("IncludesLastItemInRange", "true")
        root.set("IndexedPagingOffset", str(len(found)))
        return success("FindFolder", root)

    return desk.each(children(body, "m:ParentFolderIds"), work)


def create_folder(desk: Desk) -> list[Element]:
    """New folders below one."""
    parent = path(desk.call.body, "m:ParentFolderId")

    def work(element: Element) -> Element:
        above = desk.folder(parent[0]) if parent is not None else desk.exchange.folder(desk.mailbox(), "msgfolderroot")
        new = desk.exchange.create_folder(above.mailbox, above.id, text_at(element, "t:DisplayName"))
        return success("CreateFolder", m("Folders", None, t("Folder", None, _folder_id(new))))

    return desk.each(children(desk.call.body, "m:Folders"), work)


def _below(desk: Desk, parent: Folder, *, deep: bool) -> list[Folder]:
    parents = {parent.id}
    found = []
    for each in desk.exchange.folders(parent.mailbox, every_kind=True):  # parents come before their children
        if each.parent_id in parents:
            found.append(each)
            if deep:
                parents.add(each.id)
    return found


def _folder(folder: Folder, shape: Element | None) -> Element:
    asked = None if shape is None else path(shape, "t:AdditionalProperties")
    paths = [] if asked is None else list(asked)
    names_well_known = any(each.get("FieldURI") == "folder:DistinguishedFolderId" for each in paths)
    return t(
        "Folder",
        None,
        _folder_id(folder),
        t("ParentFolderId", Id=folder.parent_id or folder.id, ChangeKey="AQAAAA=="),
        t("FolderClass", folder.folder_class),
        t("DisplayName", folder.name),
        t("TotalCount", str(folder.total)),
        t("ChildFolderCount", str(folder.children)),
        *_extended(folder, paths),
        t("DistinguishedFolderId", folder.well_known) if names_well_known and folder.well_known else None,
        t("UnreadCount", str(folder.unread)),
    )


def _folder_id(folder: Folder) -> Element:
    return t("FolderId", Id=folder.id, ChangeKey=folder.change_key)


def _extended(folder: Folder, paths: list[Element]) -> list[Element]:
    found = []
    for each in paths:
        value = folder_value(folder, each) if each.tag.endswith("}ExtendedFieldURI") else None
        if value is not None:
            uri = t("ExtendedFieldURI", **{str(name): str(text) for name, text in each.attrib.items()})
            text = truth(value) if isinstance(value, bool) else written(value)
            found.append(t("ExtendedProperty", None, uri, t("Value", text)))
    return found
