#include "store/companion_files.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace hebb {
namespace {

constexpr std::array kNames = std::to_array<std::string_view>({"admin.key", "hebb.lock", "keys.json", "serve.json"});
constexpr std::array kSuffixes =
    std::to_array<std::string_view>({"-journal", "-shm", "-wal", ".erased", ".index", ".lock", ".serve.json"});

}  // namespace

bool is_companion_name(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  return std::ranges::contains(kNames, std::string_view(name)) ||
         std::ranges::any_of(kSuffixes, [&](std::string_view suffix) { return name.ends_with(suffix); });
}

}  // namespace hebb
