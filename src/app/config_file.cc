#include "app/config_file.h"

#include <CLI/CLI.hpp>
#include <format>
#include <fstream>
#include <sstream>

namespace hebb::app {
namespace {

// CLI11 takes a line without "=" for a flag; here it is a slip of the pen.
std::optional<std::size_t> line_without_value(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  int open_lists = 0;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    const auto first = line.find_first_not_of(" \t\r");
    const bool inside_list = open_lists > 0;
    for (const char c : line) open_lists += c == '[' ? 1 : c == ']' ? -1 : 0;
    if (first == std::string::npos || line[first] == '#' || line[first] == '[' || inside_list) continue;
    if (!line.contains('=')) return number;
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<FileEntry>> read_config_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::error_code error;
  if (!stream || std::filesystem::is_directory(file, error)) {
    return fail(ErrorCode::not_found, std::format("the settings file {} cannot be read", file.string()));
  }
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  if (const auto line = line_without_value(text)) {
    return fail(ErrorCode::invalid_argument,
                std::format("{} line {}: expected \"name = value\"", file.string(), *line));
  }
  std::vector<FileEntry> entries;
  try {
    std::istringstream input(text);
    for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_config(input)) {
      if (item.name == "++" || item.name == "--") continue;  // a section opens or closes
      std::string value;
      for (const auto& part : item.inputs) value += (value.empty() ? "" : ",") + part;
      entries.push_back({.key = item.fullname(), .value = std::move(value)});
    }
  } catch (const CLI::Error& problem) {
    return fail(ErrorCode::invalid_argument, std::format("{}: {}", file.string(), problem.what()));
  }
  return entries;
}

}  // namespace hebb::app
