#include "cli/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
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

TEST_CASE("a server that is silent is given up on, with a word on what to do", "[cli]") {
  const Place place;
  auto hold = DataHold::try_take(place.setup.data_dir);
  REQUIRE(hold);
  REQUIRE(*hold);
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(listener, 8) == 0);
  REQUIRE(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  REQUIRE((*hold)->publish({.host = "127.0.0.1", .port = ntohs(address.sin_port), .token = "t", .pid = 42}));
  const auto began = std::chrono::steady_clock::now();
  const Error error = error_of(place, {.patience = std::chrono::milliseconds(0)});
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(20));
  CHECK(error.code == ErrorCode::unavailable);
  CHECK(error.message.starts_with("hebb serve (process 42) holds " + place.setup.data_dir.string()));
  CHECK(error.message.ends_with("end it and start again"));
  ::close(listener);
}

TEST_CASE("a server of another database is refused by name", "[cli]") {
  const Place place;
  ServeNote note{.host = "127.0.0.1", .port = 8123, .pid = 42};
  CHECK(check_served(note, place.setup));  // of before notes named it
  note.database = path_in_note(place.setup.database);
  CHECK(check_served(note, place.setup));
  Setup other = place.setup;
  other.database = place.setup.data_dir / "link.db";
  std::filesystem::create_symlink(place.setup.database, other.database);
  CHECK(check_served(note, other));
  other.database = place.setup.data_dir / "other.db";
  const auto refused = check_served(note, other);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::conflict);
  for (const std::string& says : {std::string("process 42, port 8123"), note.database, path_in_note(other.database)}) {
    CHECK(refused.error().message.contains(says));
  }
}

TEST_CASE("a database that may not be looked at is not one that is missing", "[cli]") {
  const Place place;
  std::filesystem::remove(place.setup.database);
  std::filesystem::create_symlink("hebb.db", place.setup.database);
  const Error error = error_of(place, {});
  CHECK(error.code == ErrorCode::unavailable);
  CHECK(error.message.starts_with(place.setup.database.string() + " cannot be read: "));
  CHECK(place.opened == 0);
}

TEST_CASE("a data directory without permission is told as such", "[cli]") {
  if (::geteuid() == 0) SKIP("root may look anywhere");
  const Place place;
  std::filesystem::permissions(place.setup.data_dir, std::filesystem::perms::none);
  const Error error = error_of(place, {});
  std::filesystem::permissions(place.setup.data_dir, std::filesystem::perms::owner_all);
  CHECK(error.message == place.setup.database.string() + " cannot be read: Permission denied");
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
  const std::string longs = R"({"n":123456789012345678901234567890,"m":[)" + std::string(310, '9') + "]}";
  const auto kept = Json::parse(longs);
  REQUIRE(kept);
  CHECK(kept->written() == longs);
  const auto repaired = Json::parse(JsonObject().add("file", "M\xfcnster.vtt").text());
  REQUIRE(repaired);
  CHECK((*repaired)["file"].text() == "M\uFFFDnster.vtt");
}

}  // namespace hebb::cli
