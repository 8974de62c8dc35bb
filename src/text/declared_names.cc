#include "text/declared_names.h"

#include <algorithm>
#include <format>
#include <map>

namespace hebb {
namespace {

// "A. Meyer" begins with an initial.
bool is_article(const PlacedWord& first, std::string_view name) {
  if (first.end < name.size() && name[first.end] == '.') return false;
  return first.word == "the" || first.word == "a" || first.word == "an";
}

// Looks through the names of one kind.
class NamesOfAKind {
 public:
  NamesOfAKind(std::string kind, std::vector<DeclarationFault>& faults) : kind_(std::move(kind)), faults_(faults) {}

  void add(const std::string& name, const std::vector<std::string>& also) {
    const std::string place = std::format("{}[{}]", kind_, count_++);
    look_at(name, place + ".name");
    if (also.size() > kDeclaredAlso)
      faults_.push_back({place + ".also", std::format("must have at most {} names", kDeclaredAlso)});
    for (std::size_t i = 0; i < std::min(also.size(), kDeclaredAlso); ++i)
      look_at(also[i], std::format("{}.also[{}]", place, i));
  }
  void finish() {
    if (count_ > kDeclaredOfAKind)
      faults_.push_back({kind_, std::format("must have at most {} items", kDeclaredOfAKind)});
  }

 private:
  void look_at(const std::string& name, const std::string& place) {
    const auto characters = count_characters(name);
    if (characters < 1 || characters > kDeclaredCharacters) {
      faults_.push_back({place, std::format("must have 1 to {} characters", kDeclaredCharacters)});
      return;
    }
    std::string key = name_key(name);
    if (key.empty()) {
      faults_.push_back({place, "must have a letter or a digit"});
      return;
    }
    const auto [first, is_new] = places_.emplace(std::move(key), place);
    if (!is_new)
      faults_.push_back({place, std::format("is the same name as {}; leave one of them out", first->second)});
  }

  std::string kind_;
  std::vector<DeclarationFault>& faults_;
  std::size_t count_ = 0;
  std::map<std::string, std::string> places_;  // of each name, the first
};

}  // namespace

std::vector<PlacedWord> name_words(std::string_view name) {
  auto words = placed_words(name);
  if (words.size() > 1 && is_article(words.front(), name)) words.erase(words.begin());
  return words;
}

std::string name_key(std::string_view name) {
  std::string key;
  for (const PlacedWord& word : name_words(name)) key += (key.empty() ? "" : " ") + word.word;
  return key;
}

std::vector<DeclarationFault> faults_of(const Declaration& declaration) {
  std::vector<DeclarationFault> faults;
  NamesOfAKind stakeholders("stakeholders", faults);
  for (std::size_t i = 0; i < declaration.stakeholders.size(); ++i) {
    const Stakeholder& one = declaration.stakeholders[i];
    stakeholders.add(one.name, one.also);
    if (count_characters(one.role) > kDeclaredCharacters)
      faults.push_back({std::format("stakeholders[{}].role", i),
                        std::format("must have at most {} characters", kDeclaredCharacters)});
  }
  stakeholders.finish();
  NamesOfAKind deliverables("deliverables", faults);
  for (const Deliverable& one : declaration.deliverables) deliverables.add(one.name, one.also);
  deliverables.finish();
  return faults;
}

}  // namespace hebb
