#include "text/names_meant.h"

#include <algorithm>

#include "text/normalise.h"

namespace hebb {
namespace {

bool has_words(const std::vector<std::string>& name, const std::vector<std::string>& asked) {
  return !asked.empty() &&
         std::ranges::all_of(asked, [&](const auto& word) { return std::ranges::contains(name, word); });
}

}  // namespace

std::vector<std::string> names_meant(std::span<const std::string> asked, std::span<const std::string> known) {
  std::vector<std::vector<std::string>> words;
  words.reserve(known.size());
  for (const std::string& name : known) words.push_back(words_of(name));
  std::vector<bool> meant(known.size());
  for (const std::string& one : asked) {
    const auto wanted = words_of(one);
    const auto same = [&](std::size_t i) { return known[i] == one || (!wanted.empty() && words[i] == wanted); };
    bool found = false;
    for (std::size_t i = 0; i < known.size(); ++i) found = found || same(i);
    for (std::size_t i = 0; i < known.size(); ++i)
      meant[i] = meant[i] || (found ? same(i) : has_words(words[i], wanted));
  }
  std::vector<std::string> names;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (meant[i] && !std::ranges::contains(names, known[i])) names.push_back(known[i]);
  }
  return names;
}

}  // namespace hebb
