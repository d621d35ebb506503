"""What is taken out of slides (演示文稿): hidden slides, notes, comments, shapes nobody sees."""

from gongkai.checks.hidden import drawing, slides
from gongkai.checks.hidden.cleaning.office import begin, crop, drop, finish, remove
from gongkai.checks.hidden.parts import Package, Tree, each, said
from gongkai.law.refused import Refused

NEVER = ("ppt/notesSlides/", "ppt/notesMasters/", "ppt/handoutMasters/", "ppt/comments/",
         "ppt/commentAuthors", "ppt/authors", "ppt/tags/", "ppt/changesInfos/", "ppt/revisionInfo")  # fmt: skip


def clean(package: Package) -> bytes:
    """Return the slides that are shown, as they are shown."""
    begin(package)
    order = slides.order(package)
    hidden = [one for one in order if said(package.tree(one), "show") in {"0", "false"}]
    if len(hidden) == len(order):
        raise Refused("clean.meaning", "所有幻灯片都隐藏着，请先确定要公开哪几张。")
    drop(package, [*hidden, *(one for one in package.parts if one.startswith(NEVER))])
    main = package.tree(slides.MAIN)
    remove(one for one in list(each(main, "custShowLst", "sectionLst", "modifyVerifier")))
    size = slides.size_of(package)
    for part in slides.order(package):
        root = package.tree(part)
        remove(list(drawing.hidden(root)))
        remove(one for one in list(each(root, "sp", "graphicFrame", "pic"))
               if slides.is_off(one, size))  # fmt: skip
        remove(slides.covered(root))
        remove(run for run in list(each(root, "r")) if _is_unseen(root, run))
        crop(package, part, _shared)
    return finish(package)


def _is_unseen(root: Tree, run: Tree) -> bool:
    return bool(slides.why_unseen(root, run))


def _shared() -> Refused:
    return Refused("clean.meaning", "有裁剪过的图片不能自动处理，请“压缩图片—删除图片的剪裁区域”。")
