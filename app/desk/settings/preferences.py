"""A person's own preferences, among the settings of the account on this PC."""

from PySide6.QtCore import QSettings

from app.desk.settings.values import TEXT_PERCENTS, Appearance, Preferences
from app.staff.member import StaffId


class QtPreferences:
    """PreferenceStore over QSettings. A value that no version of ours wrote counts as never set."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def of(self, staff: StaffId) -> Preferences:
        usual = Preferences()
        percent = str(self._settings.value(f"staff/{staff}/text_percent", usual.text_percent))
        appearance = str(self._settings.value(f"staff/{staff}/appearance", usual.appearance))
        sounds = str(self._settings.value(f"staff/{staff}/sounds", "on"))
        known = percent.isdigit() and int(percent) in TEXT_PERCENTS
        return Preferences(
            text_percent=int(percent) if known else usual.text_percent,
            appearance=Appearance(appearance) if appearance in set(Appearance) else usual.appearance,
            sounds=sounds != "off",
        )

    def keep(self, staff: StaffId, preferences: Preferences) -> None:
        self._settings.setValue(f"staff/{staff}/text_percent", str(preferences.text_percent))
        self._settings.setValue(f"staff/{staff}/appearance", preferences.appearance.value)
        self._settings.setValue(f"staff/{staff}/sounds", "on" if preferences.sounds else "off")
