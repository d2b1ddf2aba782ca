import java.net.*;
import java.util.*;

/** The network interfaces of the host as java lists them. */
public class NetInterfaces {
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
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            System.out.println(each + " " + each.getDisplayName() + " " + each.getIndex() + " " + each.isUp() + each.isLoopback() + each.isPointToPoint() + each.supportsMulticast() + each.isVirtual() + " " + each.getMTU() + " " + Arrays.toString(each.getHardwareAddress()));
            System.out.println(each.getInterfaceAddresses() + " " + Collections.list(each.getInetAddresses()) + " " + Collections.list(each.getSubInterfaces()) + " " + each.getParent());
            System.out.println(NetworkInterface.getByName(each.getName()).equals(each) + " " + NetworkInterface.getByIndex(each.getIndex()).equals(each) + " " + each.networkInterfaces().count());
            for (InetAddress address : Collections.list(each.getInetAddresses())) {
                System.out.println(NetworkInterface.getByInetAddress(address).getName());
            }
        }
        show("no such name", () -> NetworkInterface.getByName("nosuch0"));
        show("virtual", () -> NetworkInterface.getByName("lo:1"));
        show("null", () -> NetworkInterface.getByName(null));
        show("no such index", () -> NetworkInterface.getByIndex(9999));
        show("negative index", () -> NetworkInterface.getByIndex(-1));
        show("no such address", () -> NetworkInterface.getByInetAddress(InetAddress.getByName("198.51.100.77")));
        show("stream", () -> NetworkInterface.networkInterfaces().count() > 0);
    }
}
