// Overriding with package access, through other packages, against private and default methods.
import one.A;
import one.C;
import three.E;
import three.Says;
import two.B;
import two.D;

public class PackageOverrides {
    public static void main(String[] args) {
        for (A a : new A[] {new A(), new B(), new C(), new D(), new E()}) {
            System.out.println(a.getClass() + " " + A.callF(a) + " " + A.callG(a) + " " + A.callH(a));
            if (a instanceof B b) System.out.println("  B: " + B.callF(b) + " " + b.g());
            if (a instanceof C c) System.out.println("  C: " + c.f() + " " + c.g());
            if (a instanceof D d) System.out.println("  D: " + d.f());
            if (a instanceof E e) System.out.println("  E: " + e.f() + " " + e.say());
            if (a instanceof Says s) System.out.println("  Says: " + s.f() + " " + s.g() + " " + s.say());
        }
        System.out.println(C.s());
    }
}
