#include "model/project_set.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/error.h"

namespace hebb {

ProjectSet::ProjectSet(std::vector<std::string> projects) : names_(std::move(projects)) {
  std::ranges::sort(*names_);
  const auto again = std::ranges::unique(*names_);
  names_->erase(again.begin(), again.end());
}

bool ProjectSet::contains(std::string_view project) const {
  return !names_ || std::ranges::binary_search(*names_, project, std::ranges::less{},
                                               [](const std::string& name) { return std::string_view(name); });
}

std::span<const std::string> ProjectSet::names() const {
  HEBB_CHECK(names_);
  return *names_;
}

std::vector<std::optional<std::string>> ProjectSet::asked(const std::optional<std::string>& project) const {
  if (!names_) return {project};
  if (!project) return {names_->begin(), names_->end()};
  if (!contains(*project)) return {};
  return {project};
}

}  // namespace hebb
