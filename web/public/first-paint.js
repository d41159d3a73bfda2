// Before the first paint, so that a dark screen does not flash white.
(function () {
  var wanted = localStorage.getItem("casebook.scheme");
  var dark = wanted === "dark" || (wanted !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
