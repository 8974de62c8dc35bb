// What people declare of a project beside its meetings: who has a stake in it, and what it is to deliver. Plain
// structs. Which memories mention them is kept nowhere (decision 0012); extract/mentions.h finds it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hebb {

struct Stakeholder {
  std::string name;
  std::vector<std::string> also;  // other names
  std::string role;               // as people say it; may be empty

  friend bool operator==(const Stakeholder&, const Stakeholder&) = default;
};

struct Deliverable {
  std::string name;
  std::vector<std::string> also;
  std::optional<std::chrono::sys_days> due;

  friend bool operator==(const Deliverable&, const Deliverable&) = default;
};

// In the order in which they were declared. The bounds are checked by text/declared_names.h.
struct Declaration {
  std::vector<Stakeholder> stakeholders;
  std::vector<Deliverable> deliverables;

  bool empty() const { return stakeholders.empty() && deliverables.empty(); }
  friend bool operator==(const Declaration&, const Declaration&) = default;
};
inline constexpr std::size_t kDeclaredOfAKind = 200;
inline constexpr std::size_t kDeclaredAlso = 20;
inline constexpr std::size_t kDeclaredCharacters = 200;  // of a name, and of a role

enum class DeclaredKind : std::uint8_t { stakeholder = 0, deliverable = 1 };
inline constexpr std::size_t kDeclaredKinds = 2;

constexpr std::string_view to_string(DeclaredKind kind) {
  return kind == DeclaredKind::stakeholder ? "stakeholder" : "deliverable";
}

}  // namespace hebb
