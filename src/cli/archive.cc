#include "cli/archive.h"

#include <algorithm>
#include <format>

namespace hebb::cli {
namespace {

constexpr std::string_view kHead = "{\"kind\":\"archive\"";
constexpr std::string_view kMeeting = "\n{\"kind\":\"meeting\"";
constexpr std::string_view kEnd = "\n{\"kind\":\"end\"";

}  // namespace

bool is_archive(std::string_view bytes) {
  return bytes.starts_with(kHead);
}

void each_part(std::string_view archive, std::size_t most_bytes, const std::function<bool(std::string part)>& take) {
  const auto end = archive.rfind(kEnd);
  const auto first = archive.find(kMeeting);
  // One that is cut short or damaged goes as it is: what takes it says what is wrong.
  if (archive.size() <= most_bytes || first == std::string_view::npos || end == std::string_view::npos || end < first) {
    take(std::string(archive));
    return;
  }
  const std::string head(archive.substr(0, archive.find('\n')));
  auto lines = static_cast<std::size_t>(std::ranges::count(archive.substr(0, first + 1), '\n'));
  for (std::size_t begin = first; begin < end;) {
    std::size_t stop = begin;
    std::size_t meetings = 0;
    while (stop < end) {
      const std::size_t next = std::min(archive.find(kMeeting, stop + 1), end);
      if (meetings > 0 && next - begin > most_bytes) break;
      stop = next;
      ++meetings;
    }
    const std::string_view body = archive.substr(begin + 1, stop - begin);
    if (!take(head + std::string(lines, '\n') + std::string(body) +
              std::format("{{\"kind\":\"end\",\"meetings\":{}}}\n", meetings))) {
      return;
    }
    lines += static_cast<std::size_t>(std::ranges::count(body, '\n'));
    begin = stop;
  }
}

}  // namespace hebb::cli
