"""Texts of a statement of intent: the published one of 2003 where it lies beside the project, and one of our own of its shape."""

from running import TOP

PUBLISHED = TOP.parent / "shared" / "data" / "texts" / "001_158802344e725e62.txt"

OWN = """
Getting Further Together: A Statement of Intent for working side by side

1. This Statement is an agreement between councils* and the Department to work side by side for better results for children.
2. We share a vision of schools in which every child:
 - a. counts as much as any other;
 - b. likes to learn;
 - c. gains the skills that life asks for; and
 - d. goes as far as they can.
3. Behind it stands a commitment to high standards, which are best reached when each side respects the work of the other.
4. Councils answer to their voters and lead in their places. The Department answers to Parliament and sets the frame.
5. The partnership agrees to focus on:
 - early education and childcare for more children;
 - going on with what primary schools have begun;
 - changing secondary schools;
 - more ways to learn from 14 to 19; and

- the people who work in schools, so that teachers can teach.
6. This is about children of school age. It could later be extended to learning throughout life.
 7. To put the Statement into practice nationally, the Department will: consider whether the code on relations with schools could do with a review; work towards better communication with councils; give priority to putting the funding arrangements for 2004-05 into practice with them; and support and develop future planning, with a Single Education Plan for each of them by 2006.
 8. To put it into practice locally, each council and the Department will agree a compact on the areas of the Annex that matter most there.
 9. The compact will not be a statutory requirement, and will be delivered within available resources.
 10. On behalf of both sides, we commit ourselves to this shared agenda.

JANE EXAMPLE
Secretary of State for Education and Skills

JOHN SAMPLE
Chair of the Local Government Association

23 July 2003

- Upper tier councils which are education authorities in England

Annex

Agenda for the academic year 2003/04

1. The areas below matter most in: primary schools of high standards; a clear picture of secondary change; and better results at every stage:
 - a. setting demanding targets and reaching high standards;
 - b. reading, writing and numbers at key stage 2;
 - c. better teaching at key stage 3;
 - d. schools that do less well than they should;
 - e. behaviour, attendance and exclusion;
 - f. opportunities for everyone aged 14-19;
 - g. new ways of teaching with ICT, and buildings to match;
 - h. teaching, leadership and the workforce in schools; and

- i. schools that serve their communities and learn from one another.

Councils do much else for children, and have issues of their own, such as:

- j. services to children and young people at risk;
- k. early education and Sure Start;
- l. schools that include every pupil, with all the agencies;
- m. (for authorities in London) contributing to the London Challenge; and
- n. other local strategic issues.
"""
