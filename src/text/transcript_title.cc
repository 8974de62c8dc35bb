#include <algorithm>
#include <filesystem>
#include <string>

#include "text/transcript.h"
#include "text/transcript_dates.h"

namespace hebb {
namespace {

// At its ends.
std::string_view without_separators(std::string_view text) {
  constexpr std::string_view kSeparators = " _-.,:()[]\t";
  const auto first = text.find_first_not_of(kSeparators);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSeparators) + 1 - first);
}

}  // namespace

std::string title_of_file_name(const std::string& file_name) {
  std::string stem = std::filesystem::path(file_name).stem().string();
  for (const std::string_view kind : {".transcript", ".cc"}) {  // Zoom's "….transcript.vtt"
    if (stem.size() > kind.size() && stem.ends_with(kind)) stem.resize(stem.size() - kind.size());
  }
  std::string title = stem;
  if (const auto date = find_date(stem)) {
    const std::string before(without_separators(std::string_view(stem).substr(0, date->begin)));
    const std::string after(without_separators(std::string_view(stem).substr(date->begin + date->length)));
    title = before == "GMT" || before.empty() ? after : after.empty() ? before : before + " " + after;
  }
  // Exporters write underscores for spaces; a name that has both means them.
  if (!stem.contains(' ')) std::ranges::replace(title, '_', ' ');
  return title.empty() ? stem : title;
}

}  // namespace hebb
