import { TextInput } from "@mantine/core";
import type { ConversionOptions } from "@/api/wire";
import { formatList } from "@/messages/format";
import { t, tMaybe } from "@/messages/messages";
import { plain } from "@/parts/evidence/titles";
import classes from "./conversion.module.css";

interface Props {
  options: ConversionOptions;
  reason: string;
  error: string | undefined;
  change: (reason: string) => void;
}

const LONGEST = 1000;
const wordOf = (criterion: string) => tMaybe(`detail.criterion.${criterion}`, plain(criterion)).toLowerCase();

/** What stands between a lead and its conversion, and why it is converted nevertheless. */
export function ReasonField({ options, reason, error, change }: Props) {
  const criteria = formatList(options.missing.map(wordOf));
  // With one framework in use the sentence says it all.
  const gates = options.gates.length > 1 ? options.gates.filter((one) => one.missing.length > 0) : [];
  return (
    <div className={classes.unqualified}>
      <TextInput
        label={t("convert.reason")}
        description={t(options.missing.length > 0 ? "convert.unqualified" : "convert.unqualified.rejected", { criteria })}
        placeholder={t("convert.reason.hint")}
        withAsterisk
        required
        maxLength={LONGEST}
        value={reason}
        error={error}
        data-autofocus
        onChange={(event) => change(event.currentTarget.value)}
      />
      {gates.length > 0 && (
        <ul className={classes.gates}>
          {gates.map(({ framework, title, missing }) => (
            <li key={framework}>{t("convert.unqualified.gate", { framework: title, missing: formatList(missing) })}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
