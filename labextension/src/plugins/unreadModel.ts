/**
 * The model of documents whose content JupyterLab shall not read: it asks the server for name and date only, and the viewer
 * reads ranges of the file. Such a document is never saved, and no checkpoint is made of it.
 */
import { DocumentModel, type DocumentRegistry, TextModelFactory } from "@jupyterlab/docregistry";
import type { Contents } from "@jupyterlab/services";

class UnreadModel extends DocumentModel {
  override get collaborative(): boolean {
    return true;
  }
}

/** A factory of such models. */
export class UnreadModelFactory extends TextModelFactory {
  constructor(private readonly modelName: string) {
    super();
  }

  override get name(): string {
    return this.modelName;
  }

  override get contentType(): Contents.ContentType {
    return "file";
  }

  /** null: no content is asked for. */
  override get fileFormat(): Contents.FileFormat {
    return null;
  }

  override createNew(): DocumentRegistry.ICodeModel {
    return new UnreadModel();
  }
}
