// A one-way constraint solver: polymorphic calls, collections, object graphs.
// args: 250
import java.util.*;

public class DeltaBlue {
    static final class Variable {
        int value;
        Constraint determinedBy;
        int mark, strength = 7;
        final List<Constraint> constraints = new ArrayList<>();
        boolean stay = true;
        Variable(int v) { value = v; }
    }

    static abstract class Constraint {
        final int strength;

        Constraint(int strength) { this.strength = strength; }

        abstract void add();
        abstract boolean satisfied();
        abstract void choose(int mark);
        abstract Variable output();
        abstract boolean inputsKnown(int mark);
        abstract void markInputs(int mark);
        abstract void unsatisfy();
        abstract void recalculate();
        abstract void execute();
        boolean isInput() { return false; }

        Constraint satisfy(Planner p, int mark) {
            choose(mark);
            if (!satisfied()) return null;
            markInputs(mark);
            Variable out = output();
            Constraint overridden = out.determinedBy;
            if (overridden != null) overridden.unsatisfy();
            out.determinedBy = this;
            if (!p.addPropagate(this, mark)) throw new IllegalStateException("cycle");
            out.mark = mark;
            return overridden;
        }
    }

    static abstract class Unary extends Constraint {
        final Variable out;
        boolean satisfied;

        Unary(Variable v, int strength, Planner p) {
            super(strength);
            out = v;
            p.add(this);
        }

        void add() {
            out.constraints.add(this);
            satisfied = false;
        }
        boolean satisfied() { return satisfied; }
        void choose(int mark) { satisfied = out.mark != mark && strength < out.strength; }
        Variable output() { return out; }
        boolean inputsKnown(int mark) { return true; }
        void markInputs(int mark) { }
        void unsatisfy() { satisfied = false; }
        void recalculate() {
            out.strength = strength;
            out.stay = !isInput();
            if (out.stay) execute();
        }
    }

    static final class Stay extends Unary {
        Stay(Variable v, int strength, Planner p) { super(v, strength, p); }
        void execute() { }
    }

    static final class Edit extends Unary {
        Edit(Variable v, int strength, Planner p) { super(v, strength, p); }
        @Override boolean isInput() { return true; }
        void execute() { }
    }

    static class Equality extends Constraint {
        final Variable a, b;
        int direction;

        Equality(Variable a, Variable b, int strength) {
            super(strength);
            this.a = a;
            this.b = b;
        }

        void add() {
            a.constraints.add(this);
            b.constraints.add(this);
            direction = 0;
        }
        boolean satisfied() { return direction != 0; }
        void choose(int mark) {
            if (a.mark == mark) direction = b.mark != mark && strength < b.strength ? 1 : 0;
            else if (b.mark == mark) direction = strength < a.strength ? -1 : 0;
            else if (a.strength > b.strength) direction = strength < a.strength ? -1 : 0;
            else direction = strength < b.strength ? 1 : 0;
        }
        Variable input() { return direction > 0 ? a : b; }
        Variable output() { return direction > 0 ? b : a; }
        boolean inputsKnown(int mark) {
            Variable i = input();
            return i.mark == mark || i.stay || i.determinedBy == null;
        }
        void markInputs(int mark) { input().mark = mark; }
        void unsatisfy() { direction = 0; }
        void recalculate() {
            Variable in = input(), out = output();
            out.strength = Math.max(strength, in.strength);
            out.stay = in.stay;
            if (out.stay) execute();
        }
        void execute() { output().value = input().value; }
    }

    static final class Scale extends Equality {
        final Variable scale, offset;

        Scale(Variable a, Variable scale, Variable offset, Variable b, int strength) {
            super(a, b, strength);
            this.scale = scale;
            this.offset = offset;
        }
        @Override void add() {
            super.add();
            scale.constraints.add(this);
            offset.constraints.add(this);
        }
        @Override void markInputs(int mark) {
            super.markInputs(mark);
            scale.mark = mark;
            offset.mark = mark;
        }
        @Override void recalculate() {
            Variable in = input(), out = output();
            out.strength = Math.max(strength, in.strength);
            out.stay = in.stay && scale.stay && offset.stay;
            if (out.stay) execute();
        }
        @Override void execute() {
            if (direction > 0) b.value = a.value * scale.value + offset.value;
            else a.value = (b.value - offset.value) / scale.value;
        }
    }

    static final class Planner {
        int mark;

        void add(Constraint c) {
            c.add();
            int m = ++mark;
            for (Constraint o = c.satisfy(this, m); o != null; o = o.satisfy(this, m)) { }
        }

        void remove(Unary c) {
            Variable out = c.out;
            boolean was = c.satisfied();
            c.unsatisfy();
            out.constraints.remove(c);
            if (!was) return;
            out.determinedBy = null;
            out.strength = 7;
            out.stay = true;
            Deque<Variable> todo = new ArrayDeque<>(List.of(out));
            List<Constraint> unsatisfied = new ArrayList<>();
            while (!todo.isEmpty()) {
                Variable v = todo.pop();
                for (Constraint d : v.constraints) {
                    if (!d.satisfied()) unsatisfied.add(d);
                    else if (d != v.determinedBy) {
                        d.recalculate();
                        todo.push(d.output());
                    }
                }
            }
            unsatisfied.sort(Comparator.comparingInt(d -> d.strength));
            for (Constraint d : unsatisfied) {
                int m = ++mark;
                for (Constraint o = d.satisfy(this, m); o != null; o = o.satisfy(this, m)) { }
            }
        }

        boolean addPropagate(Constraint c, int m) {
            Deque<Constraint> todo = new ArrayDeque<>();
            todo.push(c);
            while (!todo.isEmpty()) {
                Constraint d = todo.pop();
                if (d.output().mark == m) return false;
                d.recalculate();
                for (Constraint n : d.output().constraints) if (n.satisfied() && n != d.output().determinedBy) todo.push(n);
            }
            return true;
        }

        List<Constraint> plan(Constraint source) {
            int m = ++mark;
            List<Constraint> plan = new ArrayList<>();
            Deque<Constraint> todo = new ArrayDeque<>();
            if (source.satisfied()) todo.push(source);
            while (!todo.isEmpty()) {
                Constraint c = todo.pop();
                Variable out = c.output();
                if (out.mark == m || !c.inputsKnown(m)) continue;
                plan.add(c);
                out.mark = m;
                for (Constraint n : out.constraints) if (n.satisfied() && n != out.determinedBy) todo.push(n);
            }
            return plan;
        }

        void change(Variable v, int value) {
            Edit e = new Edit(v, 2, this);
            List<Constraint> plan = plan(e);
            for (int i = 0; i < 10; i++) {
                v.value = value + i;
                for (Constraint c : plan) c.execute();
            }
            remove(e);
        }
    }

    static long chain(int n) {
        Planner p = new Planner();
        Variable[] v = new Variable[n + 1];
        for (int i = 0; i <= n; i++) v[i] = new Variable(i);
        for (int i = 0; i < n; i++) p.add(new Equality(v[i], v[i + 1], 0));
        new Stay(v[n], 4, p);
        long sum = 0;
        for (int i = 0; i < 20; i++) {
            p.change(v[0], i * 100);
            sum += v[n].value;
        }
        return sum;
    }

    static long projection(int n) {
        Planner p = new Planner();
        Variable scale = new Variable(10), offset = new Variable(1000);
        List<Variable> to = new ArrayList<>(), from = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Variable a = new Variable(i), b = new Variable(i);
            from.add(a);
            to.add(b);
            new Stay(a, 5, p);
            p.add(new Scale(a, scale, offset, b, 0));
        }
        long sum = 0;
        for (int i = 0; i < n; i += 5) {
            p.change(from.get(i), 17);
            sum += to.get(i).value;
            p.change(to.get(i), 1050);
            sum += from.get(i).value;
        }
        p.change(scale, 5);
        for (Variable v : to) sum += v.value;
        return sum;
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        System.out.println(chain(n) + " " + projection(n) + " " + chain(n * 2) + " " + projection(n * 4));
    }
}
