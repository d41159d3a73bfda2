import { PartiesPage } from "./PartiesPage";

export default function AllPartiesPage() {
  return <PartiesPage />;
}
