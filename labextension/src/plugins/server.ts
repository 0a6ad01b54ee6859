/** JupyterLab's server for {@link ServerFile}: its address, and requests that carry the token and the XSRF cookie. */
import { ServerConnection } from "@jupyterlab/services";
import type { FileServer } from "../common/serverFile.js";

export function jupyterServer(
  settings: ServerConnection.ISettings = ServerConnection.makeSettings(),
): FileServer {
  return {
    baseUrl: settings.baseUrl.endsWith("/") ? settings.baseUrl : `${settings.baseUrl}/`,
    request: (url, init) => ServerConnection.makeRequest(url, init, settings),
  };
}
