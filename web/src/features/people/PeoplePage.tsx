import { PartiesPage } from "./PartiesPage";

export default function PeoplePage() {
  return <PartiesPage kind="person" />;
}
