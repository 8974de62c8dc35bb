#include "cli/render_supersession.h"

#include <format>

namespace hebb::cli {

std::string own_line(std::string_view text, const Page& page) {
  std::string out;
  for (const auto& part : wrapped(text, page.width > 14 ? page.width - 4 : 10)) out += "    " + part + "\n";
  return out;
}

namespace {

// "number 12.5 → 15"; of a negation, which of the two has it.
std::string difference_of(const Json& difference) {
  const std::string kind = difference["kind"].text();
  const auto earlier = difference["earlier"].optional_text();
  const auto later = difference["later"].optional_text();
  if (earlier && later) return std::format("{} {} → {}", kind, *earlier, *later);
  return earlier ? std::format("{} (before: “{}”)", kind, *earlier)
                 : std::format("{} (now: “{}”)", kind, later.value_or(""));
}

}  // namespace

std::string render_supersession(std::string_view what, const Json& supersedes, const Page& page) {
  if (!supersedes.present()) return "";
  std::string shared, differs;
  for (const Json& phrase : supersedes["shared"].items()) shared += (shared.empty() ? "" : ", ") + phrase.text();
  for (const Json& one : supersedes["differences"].items())
    differs += (differs.empty() ? "" : "; ") + difference_of(one);
  std::string out =
      own_line(harmless(std::format("{}: {} · alike {:.2f}", what, shared, supersedes["similarity"].number())), page);
  if (!differs.empty()) out += own_line("Differs: " + harmless(differs), page);
  return out;
}

}  // namespace hebb::cli
