#include "store/sqlite/declarations.h"

#include <algorithm>

#include "store/sqlite/rows.h"
#include "store/sqlite/wipe.h"

namespace hebb::sqlite {
namespace {

void insert(Database& writer, const std::string& project, const Declaration& declaration) {
  constexpr const char* kInsert =
      "INSERT INTO declarations (project, kind, place, name, also, role, due_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
  std::int64_t place = 0;
  for (const Stakeholder& one : declaration.stakeholders) {
    writer.run(kInsert, project, DeclaredKind::stakeholder, place++, one.name, encode_words(one.also), one.role,
               std::optional<std::int64_t>());
  }
  place = 0;
  for (const Deliverable& one : declaration.deliverables) {
    writer.run(kInsert, project, DeclaredKind::deliverable, place++, one.name, encode_words(one.also), std::string(),
               day_number_of(one.due));
  }
}

template <class Declared>
bool has_all(const std::vector<Declared>& now, const std::vector<Declared>& before) {
  return std::ranges::all_of(before, [&](const Declared& one) { return std::ranges::contains(now, one); });
}

}  // namespace

bool put_declaration(Database& writer, const std::string& project, const Declaration& declaration) {
  const bool has_meetings = writer.query("SELECT 1 FROM meetings WHERE project = ?1 LIMIT 1", project).step();
  if (!declaration.empty() && !has_meetings) {
    throw Failure({ErrorCode::not_found, "no meetings in project \"" + project + "\""});
  }
  const Declaration before = read_declaration(writer, project);
  if (before == declaration) return false;
  writer.run("DELETE FROM declarations WHERE project = ?1", project);
  insert(writer, project, declaration);
  const bool gone = !has_all(declaration.stakeholders, before.stakeholders) ||
                    !has_all(declaration.deliverables, before.deliverables);
  if (gone) set_wipe_pending(writer, true);
  return gone;
}

Declaration read_declaration(Database& database, const std::string& project) {
  Declaration declaration;
  Query row = database.query(
      "SELECT kind, name, also, role, due_day FROM declarations WHERE project = ?1 ORDER BY kind, place", project);
  while (row.step()) {
    std::string name(row.text(1));
    auto also = decode_words(row.text(2), database.file());
    if (row.integer(0) == 0) {
      declaration.stakeholders.push_back(
          {.name = std::move(name), .also = std::move(also), .role = std::string(row.text(3))});
    } else {
      declaration.deliverables.push_back({.name = std::move(name), .also = std::move(also), .due = day_at(row, 4)});
    }
  }
  return declaration;
}

void forget_declarations(Database& writer, const std::set<std::string>& projects) {
  for (const std::string& project : projects) {
    writer.run("DELETE FROM declarations WHERE project = ?1 AND NOT EXISTS (SELECT 1 FROM meetings WHERE project = ?1)",
               project);
  }
}

}  // namespace hebb::sqlite
