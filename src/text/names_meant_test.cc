#include "text/names_meant.h"

#include <catch2/catch_test_macros.hpp>

namespace hebb {
namespace {

using Names = std::vector<std::string>;

TEST_CASE("a name means the same name, else those that have all its words", "[text]") {
  const Names known{"Anna Berg", "Ben", "Ben Carter", "anna  berg", "Jean-Luc Moreau", "?!"};
  CHECK(names_meant(Names{"ANNA BERG"}, known) == Names{"Anna Berg", "anna  berg"});
  CHECK(names_meant(Names{"anna"}, known) == Names{"Anna Berg", "anna  berg"});
  CHECK(names_meant(Names{"Ben"}, known) == Names{"Ben"});
  CHECK(names_meant(Names{"Carter"}, known) == Names{"Ben Carter"});
  CHECK(names_meant(Names{"Berg Ben"}, known).empty());
  CHECK(names_meant(Names{"Moreau", "Ben"}, known) == Names{"Ben", "Jean-Luc Moreau"});
  CHECK(names_meant(Names{"?!"}, known) == Names{"?!"});
  CHECK(names_meant(Names{"!"}, known).empty());
  CHECK(names_meant(Names{"Ann"}, known).empty());
  CHECK(names_meant(Names{}, known).empty());
  CHECK(names_meant(Names{"Anna"}, Names{}).empty());
}

}  // namespace
}  // namespace hebb
