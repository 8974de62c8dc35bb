#include "text/declared_names.h"

#include <catch2/catch_test_macros.hpp>

namespace hebb {
namespace {

std::vector<std::string> faulty_fields(const Declaration& declaration) {
  std::vector<std::string> fields;
  for (const DeclarationFault& fault : faults_of(declaration)) fields.push_back(fault.field);
  return fields;
}

Stakeholder somebody(std::string name, std::vector<std::string> also = {}) {
  return {.name = std::move(name), .also = std::move(also), .role = {}};
}

}  // namespace

TEST_CASE("names that differ in case, accents, marks or an article are one", "[declaration]") {
  CHECK(name_key("Anna Berg") == "anna berg");
  CHECK(name_key("ANNA  BERG!") == name_key("Anna Berg"));
  CHECK(name_key("Zoë") == name_key("zoe"));
  CHECK(name_key("the Pilot Report") == name_key("a pilot-report"));
  CHECK(name_key("A. Meyer") == "a meyer");
  CHECK(name_key("A") == "a");  // an article alone is a name
  CHECK(name_key("–?!").empty());
  CHECK(name_key("\uFE70").empty());  // a letter that is written out as a space
  CHECK(name_key("Anna \uFE70") == "anna");
  CHECK(name_key("Anna") != name_key("Anna Berg"));
}

TEST_CASE("a sound declaration has no faults", "[declaration]") {
  CHECK(faults_of({}).empty());
  Declaration declaration{
      .stakeholders = {somebody("Anna Berg", {"Anna"}), {.name = "Ben", .also = {}, .role = std::string(200, 'r')}},
      .deliverables = {{.name = "Anna", .also = {"the report"}, .due = {}}}};  // of another kind
  CHECK(faults_of(declaration).empty());
  std::string longest;
  for (int i = 0; i < 200; ++i) longest += "ë";
  declaration.deliverables.front().name = longest;
  CHECK(faults_of(declaration).empty());
}

TEST_CASE("each fault of a declaration is named with its field", "[declaration]") {
  using Fields = std::vector<std::string>;
  CHECK(faulty_fields({.stakeholders = {somebody("")}, .deliverables = {}}) == Fields{"stakeholders[0].name"});
  CHECK(faulty_fields({.stakeholders = {somebody(std::string(201, 'a'))}, .deliverables = {}}) ==
        Fields{"stakeholders[0].name"});
  CHECK(faulty_fields({.stakeholders = {somebody("Anna", {"?!"})}, .deliverables = {}}) ==
        Fields{"stakeholders[0].also[0]"});
  CHECK(faulty_fields({.stakeholders = {somebody("Anna", {"ANNA"}), somebody("Ben"), somebody("Carl", {"ben"})},
                       .deliverables = {}}) == Fields{"stakeholders[0].also[0]", "stakeholders[2].also[0]"});
  CHECK(faulty_fields({.stakeholders = {{.name = "Anna", .also = {}, .role = std::string(201, 'r')}},
                       .deliverables = {{.name = "report", .also = {}, .due = {}},
                                        {.name = "the Report", .also = {}, .due = {}}}}) ==
        Fields{"stakeholders[0].role", "deliverables[1].name"});
  CHECK(faults_of({.stakeholders = {somebody("Anna"), somebody("anna")}, .deliverables = {}}).front().message ==
        "is the same name as stakeholders[0].name; leave one of them out");
}

TEST_CASE("a declaration has its bounds", "[declaration]") {
  Declaration declaration;
  for (std::size_t i = 0; i < kDeclaredOfAKind; ++i) {
    declaration.stakeholders.push_back(somebody("s" + std::to_string(i)));
    declaration.deliverables.push_back({.name = "d" + std::to_string(i), .also = {}, .due = {}});
  }
  for (std::size_t i = 0; i < kDeclaredAlso; ++i) declaration.stakeholders[7].also.push_back("a" + std::to_string(i));
  CHECK(faults_of(declaration).empty());
  declaration.stakeholders[7].also.emplace_back("more");
  declaration.stakeholders.push_back(somebody("more"));
  declaration.deliverables.push_back({.name = "more", .also = {}, .due = {}});
  CHECK(faulty_fields(declaration) == std::vector<std::string>{"stakeholders[7].also", "stakeholders", "deliverables"});
}

}  // namespace hebb
