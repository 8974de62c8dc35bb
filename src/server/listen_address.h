// Takes a port for this process before Drogon listens on it, because Drogon ends the process when it cannot, and shares
// the port with another server of the same user when it can. Private to server/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/error.h"

namespace hebb::server {

// Holds the port as long as it lives. Linux lets sockets that bind with SO_REUSEPORT join one that was bound alone and
// opened up afterwards, while a second process, which asks for it alone first, is refused.
class ListenAddress {
 public:
  // Errors: invalid_argument (neither an IP address nor localhost).
  static Result<void> check(const std::string& host);
  // Errors: invalid_argument (no IP address), unavailable (in use, not permitted, not an address of this machine).
  static Result<ListenAddress> take(const std::string& host, std::uint16_t port);
  ~ListenAddress();
  ListenAddress(ListenAddress&& other) noexcept;
  ListenAddress& operator=(ListenAddress&&) = delete;

  // Has what is accepted from now on send each piece of a reply at once. Otherwise the second piece of a large one
  // waits for the reader to acknowledge the first, which it delays by 40 ms (RFC 896 against RFC 1122); Drogon says
  // nothing of it. On loopback it gives them room for `sent_at_once` bytes, too: what finds none waits until there is
  // much, there now and then for that same acknowledgement. Linux hands both down from the sockets that listen: all of
  // this process's on the port.
  void send_at_once() const;
  // Bytes of a reply that a socket takes whole, where the system's limits are as they come.
  std::size_t sent_at_once() const;

  const std::string& ip() const { return ip_; }
  std::uint16_t port() const { return port_; }

 private:
  bool is_loopback() const;
  ListenAddress(int socket, std::string ip, std::uint16_t port) : socket_(socket), ip_(std::move(ip)), port_(port) {}

  int socket_;
  std::string ip_;
  std::uint16_t port_;
};

}  // namespace hebb::server
