#include "cli/client.h"

#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <fstream>

#include "cli/json.h"
#include "cli/loopback.h"

namespace hebb::cli {
namespace {

// A data directory with a database file in it, and a setup whose engine refuses to open.
class Place {
 public:
  Place() {
    std::string name = (std::filesystem::temp_directory_path() / "hebb-cli-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    setup.data_dir = name;
    setup.database = setup.data_dir / "hebb.db";
    setup.open_engine = [this]() -> Result<std::unique_ptr<Engine>> {
      ++opened;
      return fail(ErrorCode::corruption, "damaged");
    };
    std::ofstream(setup.database) << "x";
  }
  ~Place() { std::filesystem::remove_all(setup.data_dir); }
  Place(const Place&) = delete;

  Setup setup;
  int opened = 0;
};

Error error_of(const Place& place, const ClientOptions& options) {
  const auto client = Client::open(place.setup, options);
  REQUIRE_FALSE(client);
  return client.error();
}

}  // namespace

TEST_CASE("a client that may not make a database says that there is none", "[cli]") {
  Place place;
  std::filesystem::remove(place.setup.database);
  CHECK(error_of(place, {}).code == ErrorCode::not_found);
  CHECK(place.opened == 0);
  CHECK(error_of(place, {.creates = true}).code == ErrorCode::corruption);
  CHECK(place.opened == 1);
}

TEST_CASE("the hold is given back when the engine does not open", "[cli]") {
  const Place place;
  CHECK(error_of(place, {}).message == "damaged");
  const auto hold = DataHold::try_take(place.setup.data_dir);
  REQUIRE(hold);
  CHECK(*hold);
}

TEST_CASE("patience with another command ends with a word", "[cli]") {
  const Place place;
  const auto hold = DataHold::try_take(place.setup.data_dir);
  REQUIRE(hold);
  REQUIRE(*hold);
  const Error error = error_of(place, {.patience = std::chrono::milliseconds(0)});
  CHECK(error.code == ErrorCode::unavailable);
  CHECK(error.message.contains("another hebb command still works on " + place.setup.data_dir.string()));
  CHECK(place.opened == 0);
  const auto serving = hold_for_serving(place.setup, std::chrono::milliseconds(0));
  REQUIRE_FALSE(serving);
  CHECK(serving.error().message.contains("another hebb command works on"));
}

TEST_CASE("a server's note without a server behind it is not trusted", "[cli]") {
  const Place place;
  auto hold = DataHold::try_take(place.setup.data_dir);
  REQUIRE(hold);
  REQUIRE(*hold);
  REQUIRE((*hold)->publish({.host = "127.0.0.1", .port = 1, .token = "t", .pid = 42}));
  CHECK(error_of(place, {.patience = std::chrono::milliseconds(0)}).code == ErrorCode::unavailable);
  const auto serving = hold_for_serving(place.setup, std::chrono::hours(1));
  REQUIRE_FALSE(serving);
  CHECK(serving.error().code == ErrorCode::conflict);
  CHECK(serving.error().message.contains("by process 42 on port 1"));
}

TEST_CASE("a refusal is told with its detail and every bad field", "[cli]") {
  const auto told = [](std::string body) { return refusal_text({.status = 400, .body = std::move(body)}); };
  CHECK(told(R"({"title":"T","detail":"what is wrong"})") == "what is wrong");
  CHECK(told(R"({"title":"T"})") == "T");
  CHECK(told(R"({"title":"T","detail":"two fields","errors":[{"field":"a","message":"too long"},)"
             R"({"field":"b","message":"missing"}]})") == "two fields; a: too long; b: missing");
  CHECK(told("<html>") == "the server answered with status 400");
  CHECK(told("{}") == "the server answered with status 400");
}

TEST_CASE("what goes into a target is percent-encoded", "[cli]") {
  CHECK(percent_encoded("aZ09-._~") == "aZ09-._~");
  CHECK(percent_encoded("a b/c?d&e=f#g%") == "a%20b%2Fc%3Fd%26e%3Df%23g%25");
  CHECK(percent_encoded("é\n") == "%C3%A9%0A");
}

TEST_CASE("JSON is written so that it reads back the same", "[cli]") {
  const std::string odd = "q\"\\ \x01\x1f\n\t é \x7f";
  const std::string text = JsonObject().add("a\"", odd).add("n", 7).flag("t", true).add("l", {odd, "x"}).text();
  const auto json = Json::parse(text);
  REQUIRE(json);
  CHECK((*json)["a\""].text() == odd);
  CHECK((*json)["n"].integer() == 7);
  CHECK((*json)["t"].truth());
  CHECK((*json)["l"].items().front().text() == odd);
  CHECK_FALSE((*json)["none"]["deeper"].present());
  CHECK_FALSE(Json::parse("{"));
}

}  // namespace hebb::cli
