/**
 * The settings of the extension (schema/settings.json), for the other plugins: `requires: [IFriedelSettings]`. Where the
 * schema cannot be read, what it says are the defaults.
 */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { Token } from "@lumino/coreutils";
import { type ISignal, Signal } from "@lumino/signaling";
import { defaultSettings, type FriedelSettings, readSettings } from "../common/settingValues.js";

/** The settings as they stand, and a signal of every change. */
export interface IFriedelSettings {
  readonly values: FriedelSettings;
  readonly changed: ISignal<IFriedelSettings, FriedelSettings>;
}

export const IFriedelSettings: Token<IFriedelSettings> = new Token<IFriedelSettings>(
  "friedel-labextension:IFriedelSettings",
  "The settings of Friedel's views.",
);

class Settings implements IFriedelSettings {
  values: FriedelSettings = defaultSettings;
  readonly changed: Signal<IFriedelSettings, FriedelSettings> = new Signal(this);

  update(composite: Readonly<Record<string, unknown>>): void {
    this.values = readSettings(composite);
    this.changed.emit(this.values);
  }
}

export const settingsPlugin: JupyterFrontEndPlugin<IFriedelSettings> = {
  id: "friedel-labextension:settings",
  description: "The settings of Friedel's views.",
  autoStart: true,
  requires: [ISettingRegistry],
  provides: IFriedelSettings,
  activate: (_app: JupyterFrontEnd, registry: ISettingRegistry): IFriedelSettings => {
    const settings = new Settings();
    registry.load(settingsPlugin.id).then(
      (loaded) => {
        settings.update(loaded.composite);
        loaded.changed.connect(() => settings.update(loaded.composite));
      },
      (reason) => console.warn(`friedel: the settings could not be read: ${reason}`),
    );
    return settings;
  },
};
