#include "cli/archive.h"

#include <catch2/catch_test_macros.hpp>
#include <vector>

using namespace hebb::cli;

namespace {

std::vector<std::string> parts_of(std::string_view archive, std::size_t most_bytes) {
  std::vector<std::string> parts;
  each_part(archive, most_bytes, [&](std::string part) {
    parts.push_back(std::move(part));
    return true;
  });
  return parts;
}

const std::string kArchive =
    "{\"kind\":\"archive\"}\n"
    "{\"kind\":\"meeting\",\"n\":1}\n{\"kind\":\"turn\"}\n"
    "{\"kind\":\"meeting\",\"n\":2}\n"
    "{\"kind\":\"meeting\",\"n\":3}\n{\"kind\":\"turn\"}\n"
    "{\"kind\":\"end\",\"meetings\":3}\n";

}  // namespace

TEST_CASE("an archive is known by its first line") {
  CHECK(is_archive(kArchive));
  CHECK_FALSE(is_archive("{\"kind\":\"meeting\"}"));
  CHECK_FALSE(is_archive(""));
}

TEST_CASE("a large archive is cut between meetings, and its lines keep their numbers") {
  CHECK(parts_of(kArchive, 1000) == std::vector{kArchive});
  const auto parts = parts_of(kArchive, 1);
  REQUIRE(parts.size() == 3);
  CHECK(parts[0] ==
        "{\"kind\":\"archive\"}\n{\"kind\":\"meeting\",\"n\":1}\n{\"kind\":\"turn\"}\n{\"kind\":\"end\",\"meetings\":1}"
        "\n");
  CHECK(parts[1] == "{\"kind\":\"archive\"}\n\n\n{\"kind\":\"meeting\",\"n\":2}\n{\"kind\":\"end\",\"meetings\":1}\n");
  CHECK(parts[2] ==
        "{\"kind\":\"archive\"}\n\n\n\n{\"kind\":\"meeting\",\"n\":3}\n{\"kind\":\"turn\"}\n"
        "{\"kind\":\"end\",\"meetings\":1}\n");
  CHECK(parts_of(kArchive, 70).size() == 2);
}

TEST_CASE("an archive that is cut short goes as it is") {
  const std::string cut = kArchive.substr(0, kArchive.rfind("{\"kind\":\"end\""));
  CHECK(parts_of(cut, 1) == std::vector{cut});
}
