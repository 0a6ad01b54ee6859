/** The view of reciprocal space as Lumino's widgets: the content of a tab, and the output of a cell. */
import { MainAreaWidget } from "@jupyterlab/apputils";
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { Message } from "@lumino/messaging";
import { Panel, Widget } from "@lumino/widgets";
import { type ReflectionsPayload, type ReflectionTable, reflectionsMime } from "friedel/browser";
import { button, element } from "../common/dom.js";
import { messageBox, sentenceOf } from "../common/message.js";
import { grouped } from "../common/numberText.js";
import { selections } from "../common/selection.js";
import { ReciprocalView, type ReciprocalViewInit } from "../reciprocal/reciprocalView.js";
import { tableOfPayload } from "../reciprocal/sources.js";
import type { ViewDefaults } from "../reciprocal/viewState.js";
import { reciprocalIcon } from "./icons.js";

/** What the settings say to each view that opens. */
export interface ViewSettings {
  readonly budget: number;
  readonly defaults: ViewDefaults;
}

/** A view that fills its widget, follows its size and the theme, and shows what went wrong in its place. */
export class ReciprocalContent extends Widget {
  view: ReciprocalView | undefined;
  readonly #sizes = new ResizeObserver(() => this.view?.resize());
  readonly #theme = new MutationObserver(() => this.view?.setDark(isDark()));

  constructor(private readonly settings: () => ViewSettings) {
    super();
    this.addClass("friedel-reciprocal-content");
    this.#theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  }

  /** Shows a table. */
  display(init: Omit<ReciprocalViewInit, "dark" | "budget" | "defaults" | "bus">): void {
    this.view?.dispose();
    this.#sizes.disconnect();
    this.view = new ReciprocalView({ ...init, ...this.settings(), bus: selections, dark: isDark() });
    this.node.replaceChildren(this.view.node);
    this.#sizes.observe(this.node);
  }

  /** Shows what makes a table, or why it could not be made. */
  async load(
    make: () => Promise<ReflectionTable> | ReflectionTable,
    init: Omit<Parameters<ReciprocalContent["display"]>[0], "table">,
    where: string,
  ): Promise<void> {
    this.node.replaceChildren(
      element("div", { class: "friedel-reciprocal-wait", role: "status" }, `Reading ${where} …`),
    );
    try {
      const table = await make();
      if (!this.isDisposed) this.display({ ...init, table });
    } catch (error) {
      const retry = (): void => void this.load(make, init, where);
      this.node.replaceChildren(messageBox({ text: sentenceOf(error, where), retry }));
    }
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#sizes.disconnect();
    this.#theme.disconnect();
    this.view?.dispose();
    super.dispose();
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.node.querySelector<HTMLElement>(".friedel-reciprocal-stage")?.focus({ preventScroll: true });
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.view?.resize();
  }
}

function isDark(): boolean {
  return document.body.dataset.jpThemeLight === "false";
}

/** What an output of a cell needs of JupyterLab. */
export interface OutputHost {
  readonly rendermime: IRenderMimeRegistry;
  readonly settings: () => ViewSettings;
  addToMain(widget: MainAreaWidget): void;
  /** Opens a file of the server in a tab of its own. */
  openFile(path: string): void;
}

/** Reflections as the output of a cell: the view, or the table that stands beside it as HTML. */
export class ReflectionsOutput extends Panel implements IRenderMime.IRenderer {
  #shown: unknown;

  constructor(
    private readonly host: OutputHost,
    private readonly resolver: IRenderMime.IResolver | null,
  ) {
    super();
    this.addClass("friedel-reciprocal-output");
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const payload = model.data[reflectionsMime] as unknown as ReflectionsPayload;
    if (payload === this.#shown) return;
    this.#shown = payload;
    for (const widget of [...this.widgets]) widget.dispose();
    if (payload?.view?.show === "table" && model.data["text/html"] !== undefined)
      await this.#showTable(model);
    else await this.#showView(model);
  }

  async #showView(model: IRenderMime.IMimeModel): Promise<void> {
    const payload = model.data[reflectionsMime] as unknown as ReflectionsPayload;
    const content = new ReciprocalContent(this.host.settings);
    this.addWidget(content);
    const table = button("Table", () => void this.#change(model, () => this.#showTable(model)), {
      title: "The head of the table",
    });
    const tab = button("Open in tab", () => this.#openInTab(payload), { title: "Open in a tab of its own" });
    const extra = [...(await this.#fileButton(payload)), tab, ...(model.data["text/html"] ? [table] : [])];
    await content.load(
      () => tableOfPayload(payload),
      { ...viewOf(payload), extra, inCell: true },
      nameOf(payload),
    );
  }

  async #showTable(model: IRenderMime.IMimeModel): Promise<void> {
    const html = this.host.rendermime.createRenderer("text/html");
    const back = button("Reciprocal space", () => void this.#change(model, () => this.#showView(model)));
    this.addWidget(new Widget({ node: element("div", { class: "friedel-reciprocal-bar" }, back) }));
    this.addWidget(html);
    await html.renderModel(model);
  }

  async #change(_model: IRenderMime.IMimeModel, show: () => Promise<void>): Promise<void> {
    for (const widget of [...this.widgets]) widget.dispose();
    await show();
  }

  /** Where an MTZ holds all rows: a button that opens it. */
  async #fileButton({ file, rows }: ReflectionsPayload): Promise<HTMLElement[]> {
    if (file === undefined || typeof file !== "string") return [];
    const path = this.resolver === null ? file : await this.resolver.resolveUrl(file);
    const label = `All ${grouped(Number(rows))} rows`;
    return [
      button(label, () => this.host.openFile(decodeURI(path)), { title: `Open ${file} in a tab of its own` }),
    ];
  }

  #openInTab(payload: ReflectionsPayload): void {
    const content = new ReciprocalContent(this.host.settings);
    const widget = new MainAreaWidget({ content });
    widget.title.label = nameOf(payload);
    widget.title.icon = reciprocalIcon;
    this.host.addToMain(widget);
    void content.load(() => tableOfPayload(payload), viewOf(payload), nameOf(payload));
  }
}

function viewOf(payload: ReflectionsPayload): { view: ReflectionsPayload["view"]; total?: number } {
  const total = Number.isSafeInteger(payload?.rows) ? payload.rows : undefined;
  return { view: payload?.view ?? {}, total };
}

function nameOf(payload: ReflectionsPayload): string {
  return typeof payload?.name === "string" && payload.name !== "" ? payload.name : "reflections";
}
