/** See `src/site/build/bundled-text.ts`. */
declare module '*?bundled' {
  const text: string;
  export default text;
}
