// What is declared of a project, as JSON: the body of a request, a file of `hebb declare`, a line of an archive.
// Private to api/.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "api/collection_fields.h"
#include "engine/declared.h"
#include "model/declaration.h"
#include "text/declared_names.h"

namespace hebb::api {

inline constexpr TextRule kDeclaredRule{.max = kDeclaredCharacters};
inline constexpr TextRule kRoleRule{.min = 0, .max = kDeclaredCharacters};

template <class Reader, class Declared>
void read_declared_names(Reader& fields, Declared& out) {
  fields.require("name");
  out.name = fields.text("name", kDeclaredRule).value_or("");
  out.also = fields.texts("also", kDeclaredAlso, kDeclaredRule);
}

template <class Reader>
void read_declared_entries(Reader& fields, Declaration& out) {
  fields.objects("stakeholders", kDeclaredOfAKind, [&](auto& item) {
    Stakeholder one;
    read_declared_names(item, one);
    one.role = item.text("role", kRoleRule).value_or("");
    item.refuse_unknown();
    out.stakeholders.push_back(std::move(one));
  });
  fields.objects("deliverables", kDeclaredOfAKind, [&](auto& item) {
    Deliverable one;
    read_declared_names(item, one);
    one.due = read_day(item, "due");
    item.refuse_unknown();
    out.deliverables.push_back(std::move(one));
  });
}

template <class Reader>
void read_declaration_fields(Reader& fields, Declaration& out) {
  read_declared_entries(fields, out);
  fields.refuse_unknown();
}

template <class Reader>
void read_declaration_edit_fields(Reader& fields, DeclarationEdit& out) {
  read_declared_entries(fields, out.set);
  out.remove = fields.texts("remove", kDeclaredKinds * kDeclaredOfAKind, kDeclaredRule);
  fields.refuse_unknown();
}

// What the fields one by one do not tell. Requires: they were read without a complaint.
inline void complain_of_faults(ObjectReader& fields, const Declaration& declaration) {
  for (DeclarationFault& fault : faults_of(declaration)) fields.complain(fault.field, std::move(fault.message));
}

template <class Reader>
void read_declared_parameters(Reader& fields, std::string& project) {
  fields.require("project");
  project = fields.text("project", kNameRule).value_or("");
  fields.refuse_unknown();
}

template <class Reader>
void read_mention_query_parameters(Reader& fields, MentionQuery& out) {
  fields.require("project");
  fields.require("name");
  out.project = fields.text("project", kNameRule).value_or("");
  out.name = fields.text("name", kDeclaredRule).value_or("");
  read_page_parameters(fields, kMemoryPageLimit, out.limit, out.cursor);
  if (out.cursor && !MemoryCursor::parse(*out.cursor)) {
    fields.complain("cursor", "must be `next` of the page before, unchanged");
  }
  fields.refuse_unknown();
}

}  // namespace hebb::api
