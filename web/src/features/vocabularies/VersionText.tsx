import classes from "./Text.module.css";

/** A file with its lines numbered. */
export function VersionText({ text, label }: { text: string; label: string }) {
  const lines = text.trimEnd().split("\n");
  return (
    // A box that scrolls has to be reached by keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.text} role="region" aria-label={label} tabIndex={0} dir="ltr">
      {lines.map((line, place) => (
        // Lines of a text that does not change.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={place} className={classes.line}>
          <span className={classes.number} aria-hidden="true">
            {place + 1}
          </span>
          <code>{line}</code>
        </div>
      ))}
    </div>
  );
}
