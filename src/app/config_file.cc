#include "app/config_file.h"

#include <CLI/CLI.hpp>
#include <expected>
#include <format>
#include <fstream>
#include <sstream>

namespace hebb::app {
namespace {

// What CLI11's reader wants and TOML does not promise: comments gone, a list on one line, and every line either a
// section or "name = value" (it would take another for a flag). Errors: the number of the first line that is neither.
std::expected<std::string, std::size_t> plain_lines(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  std::string logical;
  std::string out;
  int open_lists = 0;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    char quote = '\0';
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (quote == '\0' && c == '#') break;
      if (quote == '\0' && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = '\0';
      } else if (quote == '\0') {
        open_lists += c == '[' ? 1 : c == ']' ? -1 : 0;
      }
      logical += c == '\r' ? ' ' : c;
    }
    if (quote != '\0') return std::unexpected(number);
    if (open_lists > 0) continue;
    const auto first = logical.find_first_not_of(" \t");
    if (first != std::string::npos) {
      if (logical[first] != '[' && !logical.contains('=')) return std::unexpected(number);
      if (const auto comma = logical.rfind(',');
          comma != std::string::npos && logical.find_first_not_of(" \t]", comma + 1) == std::string::npos) {
        logical.erase(comma, 1);  // after the last item
      }
      out += logical + "\n";
    }
    logical.clear();
  }
  return out;
}

}  // namespace

Result<std::vector<FileEntry>> read_config_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::error_code error;
  if (!stream || std::filesystem::is_directory(file, error)) {
    return fail(ErrorCode::not_found, std::format("the settings file {} cannot be read", file.string()));
  }
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  const auto plain = plain_lines(text);
  if (!plain) {
    return fail(ErrorCode::invalid_argument,
                std::format("{} line {}: expected \"name = value\"", file.string(), plain.error()));
  }
  std::vector<FileEntry> entries;
  try {
    std::istringstream input(*plain);
    for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_config(input)) {
      if (item.name == "++" || item.name == "--") continue;  // a section opens or closes
      std::string value;
      for (const auto& part : item.inputs) value += (value.empty() ? "" : ",") + part;
      std::string key = item.fullname();
      std::erase(key, ' ');  // of "[ server ]"
      entries.push_back({.key = std::move(key), .value = std::move(value)});
    }
  } catch (const CLI::Error& problem) {
    return fail(ErrorCode::invalid_argument, std::format("{}: {}", file.string(), problem.what()));
  }
  return entries;
}

}  // namespace hebb::app
