// Which address a request is counted under: the peer's, or what a trusted proxy says. Private to server/; knows no
// Drogon.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hebb::server {

// IPv6; an IPv4 address is its mapped form (::ffff:a.b.c.d), so that one client has one address on either listener.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  bool is_v4() const;
  bool is_loopback() const;
  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

// "192.0.2.1", "2001:db8::1", each also as proxies write it: with brackets, with a port. Nothing: no address.
std::optional<IpAddress> parse_address(std::string_view text);

struct Network {
  IpAddress base;
  unsigned bits = 128;  // of the 128; an IPv4 /8 has 104

  bool contains(const IpAddress& address) const;
};

// An address, or one with a prefix length ("10.0.0.0/8", "fd00::/8").
std::optional<Network> parse_network(std::string_view text);

// `forwarded` is X-Forwarded-For. Its entries are believed from the right, for as long as the one who wrote them is
// trusted: the first that is not trusted is the client, whatever it wrote to the left of itself.
IpAddress client_of(const IpAddress& peer, std::string_view forwarded, std::span<const Network> trusted);

// What a client's requests are counted under.
using ClientId = std::array<std::uint8_t, 16>;

ClientId client_id(const IpAddress& address);  // of IPv6 the /64, which is what a subscriber gets
ClientId client_id(std::string_view key_id);   // of an API key

}  // namespace hebb::server
