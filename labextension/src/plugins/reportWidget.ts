/** The report of an MTZ file in a tab: sections under each other, drawn by JupyterLab's own renderers. */
import { type IRenderMimeRegistry, MimeModel } from "@jupyterlab/rendermime";
import type { ReadonlyPartialJSONObject } from "@lumino/coreutils";
import { Panel, Widget } from "@lumino/widgets";
import { displayForms, type ReflectionTable } from "friedel/browser";
import { element } from "../common/dom.js";
import { downloadText } from "../common/download.js";
import { messageBox, sentenceOf } from "../common/message.js";
import { grouped } from "../common/numberText.js";
import { drawingOf } from "../outputs/svgExport.js";
import { drawReport, type ReportSection, sectionTitles } from "../report/drawReport.js";
import { reportPage } from "../report/reportPage.js";
import { Contents, ReportHeader, sectionHead, sectionId } from "../report/sectionView.js";

const vegaLite = "application/vnd.vegalite.v5+json";

let reports = 0;

export class ReportWidget extends Panel {
  private readonly number = ++reports;
  private readonly sections: ReportSection[] = [];
  private aborted = new AbortController();

  constructor(
    private readonly rendermime: IRenderMimeRegistry,
    readonly path: string,
    private readonly read: () => Promise<ReflectionTable>,
  ) {
    super();
    this.addClass("friedel-report");
    void this.begin();
  }

  override dispose(): void {
    this.aborted.abort();
    super.dispose();
  }

  private async begin(): Promise<void> {
    this.aborted = new AbortController();
    for (const widget of [...this.widgets]) widget.dispose();
    const wait = new Widget({
      node: element("div", { class: "friedel-report-wait", role: "status" }, `Reading ${this.path} …`),
    });
    this.addWidget(wait);
    try {
      const table = await this.read();
      if (this.isDisposed) return;
      wait.dispose();
      await this.drawAll(table);
    } catch (error) {
      if (this.isDisposed) return;
      wait.dispose();
      const retry = (): void => void this.begin();
      this.addWidget(new Widget({ node: messageBox({ text: sentenceOf(error, this.path), retry }) }));
    }
  }

  private async drawAll(table: ReflectionTable): Promise<void> {
    const name = this.path.replace(/^.*\//, "");
    const facts = factsOf(table);
    const { signal } = this.aborted;
    const header = new ReportHeader(name, facts, {
      cancel: () => this.aborted.abort(),
      save: () => void this.save(header, name, facts),
    });
    const contents = new Contents(sectionTitles(table), (key) => this.goTo(key));
    this.addWidget(new Widget({ node: header.node }));
    this.addWidget(new Widget({ node: contents.node }));
    this.sections.length = 0;
    const finished = await drawReport(
      table,
      {
        begin: (title, done, total) => header.working(title, done, total),
        section: (section) => {
          this.sections.push(section);
          contents.arrived(section);
          this.addSection(section);
        },
      },
      signal,
    );
    if (this.isDisposed) return;
    const drawn = this.sections.filter(({ missing }) => missing === undefined).length;
    header.ended(
      `${drawn} of ${this.sections.length} sections drawn${finished ? "" : "; the rest was cancelled"}`,
    );
  }

  private addSection(section: ReportSection): void {
    this.addWidget(new Widget({ node: sectionHead(section, this.number) }));
    const shown = section.spec ?? section.statistics;
    if (shown === undefined) return;
    const data = displayForms(shown) as ReadonlyPartialJSONObject;
    const [mimeType] = Object.keys(data);
    const renderer = this.rendermime.createRenderer(mimeType);
    this.addWidget(renderer);
    void renderer.renderModel(new MimeModel({ trusted: true, data }));
  }

  private goTo(key: string): void {
    const head = document.getElementById(sectionId(this.number, key));
    head?.scrollIntoView({ behavior: "smooth", block: "start" });
    head?.querySelector("h2")?.focus({ preventScroll: true });
  }

  private async save(header: ReportHeader, name: string, facts: string): Promise<void> {
    try {
      const pictures = new Map<string, string>();
      for (const { key, spec } of this.sections) {
        if (spec === undefined) continue;
        header.say(`saving: ${key} …`);
        pictures.set(key, await this.picture(spec));
      }
      downloadText(`${name} report.html`, reportPage(name, facts, this.sections, pictures), "text/html");
      header.say("saved");
    } catch (error) {
      header.fail(sentenceOf(error, `saving the report of ${name}`));
    }
  }

  /** A plot as SVG on paper, whatever the theme: drawn once more for that. */
  private async picture(spec: NonNullable<ReportSection["spec"]>): Promise<string> {
    const renderer = this.rendermime.createRenderer(vegaLite);
    try {
      const data = { [vegaLite]: spec, "image/png": "none" } as unknown as ReadonlyPartialJSONObject;
      const metadata = { [vegaLite]: { embed_options: { actions: false, renderer: "svg" } } };
      await renderer.renderModel(new MimeModel({ trusted: true, data, metadata }));
      const svg = renderer.node.querySelector("svg");
      return svg === null ? "" : drawingOf(svg).svg;
    } finally {
      renderer.dispose();
    }
  }
}

function factsOf(table: ReflectionTable): string {
  const rows = grouped(table.length);
  const kind = table.merged ? "merged reflections" : "unmerged observations";
  return `${rows} ${kind}, ${table.spaceGroup.name}, cell ${[...table.cell.toArray()].map((x) => Number(x.toFixed(3))).join(" ")}`;
}
