import java.net.*;
import java.util.*;

/** Names and addresses of hosts, their texts, and reachability. */
public class NetNames {
    interface Action {
        Object run() throws Exception;
    }

    static void show(String what, Action action) {
        try {
            System.out.println(what + ": " + action.run());
        } catch (Throwable e) {
            System.out.println(what + ": " + e);
        }
    }

    public static void main(String[] args) throws Exception {
        for (String name : new String[] {"localhost", "127.0.0.1", "::1", "[::1]", "0.0.0.0", "::", "1.2.3", "16909060", "::ffff:10.1.2.3", "fe80::1%1", "fe80::1%lo", "fe80::1%nosuch", "", "255.255.255.256", "1.2.3.4.5", "[1.2.3.4]", "no.such.host.invalid", "bad name", "224.0.0.1", "ff02::1", "10.0.0.1", "169.254.1.1", "fec0::1"}) {
            show("'" + name + "'", () -> {
                InetAddress address = InetAddress.getByName(name);
                String flags = (address.isLoopbackAddress() ? "l" : "") + (address.isAnyLocalAddress() ? "a" : "") + (address.isMulticastAddress() ? "m" : "") + (address.isSiteLocalAddress() ? "s" : "") + (address.isLinkLocalAddress() ? "k" : "") + (address.isMCLinkLocal() ? "K" : "");
                return address + " " + address.getClass().getSimpleName() + " " + address.getHostAddress() + " " + flags + " " + Arrays.toString(address.getAddress());
            });
        }
        show("all", () -> Arrays.toString(InetAddress.getAllByName("localhost")));
        show("local host", () -> InetAddress.getLocalHost());
        show("local host's name", () -> InetAddress.getLocalHost().getHostName().equals(InetAddress.getLocalHost().getHostName()));
        show("loopback", () -> InetAddress.getLoopbackAddress());
        show("reverse", () -> InetAddress.getByAddress(new byte[] {127, 0, 0, 1}).getHostName());
        show("reverse canonical", () -> InetAddress.getByAddress(new byte[] {127, 0, 0, 1}).getCanonicalHostName());
        show("canonical", () -> InetAddress.getByName("localhost").getCanonicalHostName());
        show("with a name", () -> InetAddress.getByAddress("named", new byte[] {1, 2, 3, 4}));
        show("three bytes", () -> InetAddress.getByAddress(new byte[3]));
        show("mapped bytes", () -> InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 1, 2, 3, 4}));
        show("scope", () -> Inet6Address.getByAddress("scoped", new byte[] {-2, -128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9}, 5));
        show("reachable", () -> InetAddress.getLoopbackAddress().isReachable(2000));
        show("reachable from", () -> InetAddress.getLoopbackAddress().isReachable(NetworkInterface.getByName("lo"), 5, 2000));
        show("reachable 6", () -> InetAddress.getByName("::1").isReachable(2000));
        show("reachable any", () -> InetAddress.getByName("0.0.0.0").isReachable(2000));
        show("negative timeout", () -> InetAddress.getLoopbackAddress().isReachable(-1));
        show("socket address", () -> new InetSocketAddress("localhost", 80) + " " + new InetSocketAddress("no.such.host.invalid", 80) + " " + new InetSocketAddress(80) + " " + new InetSocketAddress("::1", 1));
        show("unresolved", () -> InetSocketAddress.createUnresolved("localhost", 80) + " " + new InetSocketAddress("no.such.host.invalid", 80).isUnresolved());
        show("equal", () -> InetAddress.getByName("127.0.0.1").equals(InetAddress.getByName("localhost")) + " " + InetAddress.getByName("::1").hashCode());
    }
}
