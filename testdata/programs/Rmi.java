import java.io.Serializable;
import java.rmi.*;
import java.rmi.registry.*;
import java.rmi.server.*;
import java.util.*;

/** Remote method invocation within one process, over loopback. */
public class Rmi {
    public interface Adder extends Remote {
        int add(int a, int b) throws RemoteException;

        List<String> reversed(List<String> words) throws RemoteException;

        void fail(String message) throws RemoteException, Failure;

        void callBack(Listener listener) throws RemoteException;
    }

    public interface Listener extends Remote {
        void called(String text) throws RemoteException;
    }

    public static class Failure extends Exception {
        Failure(String message) {
            super(message);
        }
    }

    static class Implementation implements Adder {
        @Override
        public int add(int a, int b) {
            return a + b;
        }

        @Override
        public List<String> reversed(List<String> words) {
            List<String> copy = new ArrayList<>(words);
            Collections.reverse(copy);
            return copy;
        }

        @Override
        public void fail(String message) throws Failure {
            throw new Failure(message);
        }

        @Override
        public void callBack(Listener listener) throws RemoteException {
            listener.called("from the server");
        }
    }

    public static void main(String[] args) throws Exception {
        System.setProperty("java.rmi.server.hostname", "localhost");
        Registry registry = LocateRegistry.createRegistry(0);
        Implementation implementation = new Implementation();
        Remote stub = UnicastRemoteObject.exportObject(implementation, 0);
        registry.bind("adder", stub);
        System.out.println(Arrays.toString(registry.list()));
        Adder adder = (Adder) registry.lookup("adder");
        System.out.println(adder.add(3, 4) + " " + adder.reversed(List.of("a", "b", "c")));
        try {
            adder.fail("on purpose");
        } catch (Failure e) {
            System.out.println(e);
        }
        Listener listener = text -> System.out.println("called " + text);
        Listener exported = (Listener) UnicastRemoteObject.exportObject(listener, 0);
        adder.callBack(exported);
        try {
            registry.bind("adder", stub);
        } catch (AlreadyBoundException e) {
            System.out.println(e);
        }
        try {
            registry.lookup("nothing");
        } catch (NotBoundException e) {
            System.out.println(e);
        }
        System.out.println(UnicastRemoteObject.unexportObject(listener, true));
        System.out.println(UnicastRemoteObject.unexportObject(implementation, true));
        try {
            adder.add(1, 2);
        } catch (NoSuchObjectException e) {
            System.out.println(e);
        }
        System.out.println(UnicastRemoteObject.unexportObject(registry, true));
        System.out.println(new com.sun.security.auth.module.UnixSystem().getUsername().equals(System.getProperty("user.name")));
    }
}
