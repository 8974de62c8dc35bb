// The projects that someone may see: all of them, or some by name. What lies outside does not exist for them: it is
// not found, not counted and not worked on.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hebb {

class ProjectSet {
 public:
  ProjectSet() = default;                                  // all, those to come too
  explicit ProjectSet(std::vector<std::string> projects);  // these alone, in any order; none: nothing is seen

  bool all() const { return !names_; }
  bool contains(std::string_view project) const;
  std::span<const std::string> names() const;  // ascending, distinct. Requires: !all()

  // The single projects that a request for `project`, or for whatever there is, asks for: ascending; one nullopt where
  // that is all there are; empty where the project is outside.
  std::vector<std::optional<std::string>> asked(const std::optional<std::string>& project) const;

  friend bool operator==(const ProjectSet&, const ProjectSet&) = default;

 private:
  std::optional<std::vector<std::string>> names_;
};

}  // namespace hebb
