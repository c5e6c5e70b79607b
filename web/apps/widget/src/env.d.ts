/// <reference types="vite/client" />

/** File name of the panel, filled in when the loader is built. */
declare const __PANEL__: string
