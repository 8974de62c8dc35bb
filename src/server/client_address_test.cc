#include "server/client_address.h"

#include <catch2/catch_test_macros.hpp>
#include <vector>

namespace hebb::server {
namespace {

IpAddress at(std::string_view text) {
  const auto address = parse_address(text);
  REQUIRE(address);
  return *address;
}

std::vector<Network> networks(std::initializer_list<std::string_view> texts) {
  std::vector<Network> all;
  for (const auto text : texts) {
    const auto network = parse_network(text);
    REQUIRE(network);
    all.push_back(*network);
  }
  return all;
}

TEST_CASE("addresses are read as proxies write them", "[server]") {
  CHECK(at(" 192.0.2.1 ") == at("::ffff:192.0.2.1"));
  CHECK(at("192.0.2.1:4711") == at("192.0.2.1"));
  CHECK(at("[2001:db8::1]:4711") == at("2001:db8::1"));
  CHECK(at("[2001:db8::1]") == at("2001:DB8:0::1"));
  for (const auto none : {"", "unknown", "_hidden", "192.0.2", "192.0.2.256", "::1::", "[::1", "1.2.3.4, 5.6.7.8"}) {
    CHECK_FALSE(parse_address(none));
  }
  CHECK(at("127.8.8.8").is_loopback());
  CHECK(at("::1").is_loopback());
  CHECK_FALSE(at("::2").is_loopback());
  CHECK_FALSE(at("128.0.0.1").is_loopback());
}

TEST_CASE("networks hold the addresses under their prefix", "[server]") {
  const auto ten = *parse_network("10.0.0.0/8");
  CHECK(ten.contains(at("10.255.0.1")));
  CHECK_FALSE(ten.contains(at("11.0.0.1")));
  CHECK_FALSE(ten.contains(at("::10.0.0.1")));
  const auto odd = *parse_network("172.16.0.0/12");
  CHECK(odd.contains(at("172.31.255.255")));
  CHECK_FALSE(odd.contains(at("172.32.0.0")));
  const auto six = *parse_network("fd00::/8");
  CHECK(six.contains(at("fdff::1")));
  CHECK_FALSE(six.contains(at("fc00::1")));
  CHECK(parse_network("192.0.2.1")->contains(at("192.0.2.1")));
  CHECK_FALSE(parse_network("192.0.2.1")->contains(at("192.0.2.2")));
  CHECK(parse_network("0.0.0.0/0")->contains(at("8.8.8.8")));
  CHECK_FALSE(parse_network("0.0.0.0/0")->contains(at("2001:db8::1")));
  for (const auto none : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/a", "/8", "example.org", "fd00::/129"}) {
    CHECK_FALSE(parse_network(none));
  }
}

TEST_CASE("X-Forwarded-For is believed only as far as trusted proxies wrote it", "[server]") {
  const auto trusted = networks({"127.0.0.1", "10.0.0.0/8"});
  CHECK(client_of(at("192.0.2.9"), "198.51.100.1", trusted) == at("192.0.2.9"));
  CHECK(client_of(at("10.0.0.1"), "198.51.100.1", {}) == at("10.0.0.1"));
  CHECK(client_of(at("10.0.0.1"), "198.51.100.1", trusted) == at("198.51.100.1"));
  CHECK(client_of(at("10.0.0.1"), "203.0.113.7, 198.51.100.1", trusted) == at("198.51.100.1"));
  CHECK(client_of(at("127.0.0.1"), "203.0.113.7, 198.51.100.1, 10.2.2.2", trusted) == at("198.51.100.1"));
  CHECK(client_of(at("127.0.0.1"), "10.3.3.3,10.2.2.2", trusted) == at("10.3.3.3"));
  CHECK(client_of(at("10.0.0.1"), "", trusted) == at("10.0.0.1"));
  CHECK(client_of(at("10.0.0.1"), "198.51.100.1, unknown", trusted) == at("10.0.0.1"));
}

TEST_CASE("a client is an IPv4 address, a /64 of IPv6, or a key", "[server]") {
  CHECK(client_id(at("192.0.2.1")) != client_id(at("192.0.2.2")));
  CHECK(client_id(at("2001:db8:0:1::1")) == client_id(at("2001:db8:0:1:ffff::2")));
  CHECK(client_id(at("2001:db8:0:1::1")) != client_id(at("2001:db8:0:2::1")));
  CHECK(client_id("key-1") == client_id("key-1"));
  CHECK(client_id("key-1") != client_id("key-2"));
}

}  // namespace
}  // namespace hebb::server
