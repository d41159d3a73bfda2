import { PartiesPage } from "./PartiesPage";

export default function EverybodyPage() {
  return <PartiesPage />;
}
