"""A person's browser: Chromium of the system, headless, as wide as a phone, scripts switched off."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

PHONE = (390, 844)
_WITHIN_S = 20


class Browser:
    """What a hand and an eye do with it."""

    def __init__(self, driver: webdriver.Chrome, saved: Path) -> None:
        self._driver = driver
        self._saved = saved

    @property
    def address(self) -> str:
        return str(self._driver.current_url)

    @property
    def text(self) -> str:
        return str(self._driver.find_element(By.TAG_NAME, "body").text)

    @property
    def is_too_wide(self) -> bool:
        """Whether the page must be pushed sideways to be read."""
        return bool(
            self._driver.execute_script(
                "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
        )

    def open(self, address: str) -> bool:
        """As the system's own `open` does: whether there was a browser."""
        self._driver.get(address)
        return True

    def press(self, words: str) -> None:
        """The button or link with these words; returns when the page has changed."""
        shown = self._driver.find_element(By.TAG_NAME, "html")
        self._click(words)
        WebDriverWait(self._driver, _WITHIN_S).until(staleness_of(shown))

    def save(self, words: str) -> Path:
        """The file behind the link with these words, once all of it is there; the page stays."""
        before = set(self._saved.iterdir())
        self._click(words)
        (file,) = WebDriverWait(self._driver, _WITHIN_S).until(lambda _: self._whole_files() - before)
        return file

    def _click(self, words: str) -> None:
        named = f"normalize-space(.)='{words}'"
        self._driver.find_element(By.XPATH, f"//button[{named}] | //a[{named}]").click()

    def _whole_files(self) -> set[Path]:
        return {
            each
            for each in self._saved.iterdir()
            if each.suffix != ".crdownload" and not each.name.startswith(".")
        }

    def cookies(self) -> list[dict[str, object]]:
        return list(self._driver.get_cookies())


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """folder: for its profile, and for what is saved."""
    saved = folder / "saved"
    saved.mkdir(parents=True)
    options = webdriver.ChromeOptions()
    for each in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        f"--user-data-dir={folder / 'profile'}",
    ):
        options.add_argument(each)
    preferences = {
        "profile.managed_default_content_settings.javascript": 2,
        "download.default_directory": str(saved),
    }
    options.add_experimental_option("prefs", preferences)
    driver = webdriver.Chrome(options, Service(which("chromedriver")))
    try:
        _be_wide(driver, *PHONE)
        yield Browser(driver, saved)
    finally:
        driver.quit()


def _be_wide(driver: webdriver.Chrome, width: int, height: int) -> None:
    """A window has a least width; what a phone shows has none."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": True}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
