//! POSIX access lists as the kernel keeps them: who may do what beside owner, group and everybody.
//!
//! Only what is needed to carry a list from a file to the one that takes its name, or to say which mode
//! gives nobody more than the list did. Nothing here touches a file.

/// The only version of the format.
const VERSION: u32 = 2;
/// Bytes of an entry: tag, rights, id.
const ENTRY: usize = 8;

/// The owner.
const OWNER: u16 = 0x01;
/// A user by id.
const USER: u16 = 0x02;
/// The file's group.
const GROUP: u16 = 0x04;
/// A group by id.
const NAMED_GROUP: u16 = 0x08;
/// The most that users by id and groups have.
const MASK: u16 = 0x10;
/// Everybody else.
const OTHERS: u16 = 0x20;

/// Reading, writing and running.
const ALL: u16 = 0o7;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    tag: u16,
    rights: u16,
    id: u32,
}

/// An access list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AccessList(Vec<Entry>);

impl AccessList {
    /// Reads a list; none when it is of a form not known here.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first_chunk()?;
        if u32::from_le_bytes(*version) != VERSION || !rest.len().is_multiple_of(ENTRY) {
            return None;
        }
        let entries = rest.chunks_exact(ENTRY).map(|bytes| {
            let (tag, rest) = bytes.split_first_chunk()?;
            let (rights, id) = rest.split_first_chunk()?;
            let entry = Entry {
                tag: u16::from_le_bytes(*tag),
                rights: u16::from_le_bytes(*rights),
                id: u32::from_le_bytes(id.try_into().ok()?),
            };
            (entry.rights & !ALL == 0).then_some(entry)
        });
        let list = Self(entries.collect::<Option<_>>()?);
        let is_whole = [OWNER, GROUP, OTHERS]
            .iter()
            .all(|tag| list.0.iter().filter(|entry| entry.tag == *tag).count() == 1);
        is_whole.then_some(list)
    }

    /// The list as the kernel takes it.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = VERSION.to_le_bytes().to_vec();
        for entry in &self.0 {
            bytes.extend(entry.tag.to_le_bytes());
            bytes.extend(entry.rights.to_le_bytes());
            bytes.extend(entry.id.to_le_bytes());
        }
        bytes
    }

    /// The mode that a file with this list shows: its bits of the group are the mask.
    pub(super) fn mode(&self) -> u32 {
        let group = if self.0.iter().any(|entry| entry.tag == MASK) {
            self.all_have(MASK)
        } else {
            self.all_have(GROUP)
        };
        mode(self.all_have(OWNER), group, self.all_have(OTHERS))
    }

    /// The most that a mode may give when the list is lost: nobody more than he had.
    ///
    /// A user by id then counts to the group or to everybody, a group by id to everybody; so those get
    /// no more than each of them had.
    pub(super) fn mode_without(&self) -> u32 {
        let users = self.all_may(USER);
        let group = self.all_may(GROUP) & users;
        let others = self.all_have(OTHERS) & users & self.all_may(NAMED_GROUP);
        mode(self.all_have(OWNER), group, others)
    }

    /// The list for a file of another group: whoever is in the former one counts to everybody now, and
    /// who is in the new one did so before, or to a group by id.
    pub(super) fn for_another_group(&self) -> Self {
        let others = self.all_have(OTHERS) & self.all_may(GROUP);
        let group = others & self.all_may(NAMED_GROUP);
        let entries = self.0.iter().map(|entry| Entry {
            rights: match entry.tag {
                GROUP => group,
                OTHERS => others,
                _ => entry.rights,
            },
            ..*entry
        });
        Self(entries.collect())
    }

    /// What every entry of this kind has; all rights where there is none.
    fn all_have(&self, tag: u16) -> u16 {
        let entries = self.0.iter().filter(|entry| entry.tag == tag);
        entries.fold(ALL, |rights, entry| rights & entry.rights)
    }

    /// What every entry of this kind has and the mask allows; all rights where there is none.
    fn all_may(&self, tag: u16) -> u16 {
        let mask = self.all_have(MASK);
        let entries = self.0.iter().filter(|entry| entry.tag == tag);
        entries.fold(ALL, |rights, entry| rights & entry.rights & mask)
    }
}

fn mode(owner: u16, group: u16, others: u16) -> u32 {
    u32::from(owner) << 6 | u32::from(group) << 3 | u32::from(others)
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: u16 = 0o4;
    const BOTH: u16 = 0o6;
    const NOBODY: u32 = 65_534;
    const NONE: u32 = u32::MAX;

    /// A list of tag, rights and id.
    fn list(entries: &[(u16, u16, u32)]) -> AccessList {
        let entries = entries.iter().map(|(tag, rights, id)| Entry {
            tag: *tag,
            rights: *rights,
            id: *id,
        });
        AccessList(entries.collect())
    }

    #[test]
    fn what_is_read_is_written_again_and_nothing_else_is_read() {
        // As `setfacl -m u:65534:r,g::-,o::-` leaves it on a file of mode 640.
        let bytes: Vec<u8> = [
            &[2, 0, 0, 0][..],
            &[1, 0, 6, 0, 255, 255, 255, 255],
            &[2, 0, 4, 0, 254, 255, 0, 0],
            &[4, 0, 0, 0, 255, 255, 255, 255],
            &[16, 0, 4, 0, 255, 255, 255, 255],
            &[32, 0, 0, 0, 255, 255, 255, 255],
        ]
        .concat();
        let expected = list(&[
            (OWNER, BOTH, NONE),
            (USER, READ, NOBODY),
            (GROUP, 0, NONE),
            (MASK, READ, NONE),
            (OTHERS, 0, NONE),
        ]);
        let read = AccessList::read(&bytes).unwrap();
        assert_eq!(read, expected);
        assert_eq!(read.bytes(), bytes);
        assert_eq!(read.mode(), 0o640);
        // Another version, half an entry, no entry, rights that are none.
        for (at, byte) in [(0, 3), (6, 8)] {
            let mut other = bytes.clone();
            other[at] = byte;
            assert_eq!(AccessList::read(&other), None);
        }
        assert_eq!(AccessList::read(&bytes[..bytes.len() - 1]), None);
        assert_eq!(AccessList::read(&bytes[..4]), None);
        assert_eq!(AccessList::read(&[]), None);
    }

    #[test]
    fn a_mode_in_the_place_of_a_list_gives_nobody_more() {
        let check = |entries: &[(u16, u16, u32)], shown: u32, without: u32| {
            let list = list(entries);
            assert_eq!((list.mode(), list.mode_without()), (shown, without));
        };
        let file = |users: u16, group: u16, mask: u16, others: u16| {
            [
                (OWNER, BOTH, NONE),
                (USER, users, NOBODY),
                (GROUP, group, NONE),
                (MASK, mask, NONE),
                (OTHERS, others, NONE),
            ]
        };
        // The mode shows the mask, which would let the group in.
        check(&file(BOTH, 0, BOTH, 0), 0o660, 0o600);
        // One user may not read what everybody may; he would be one of them.
        check(&file(0, READ, READ, READ), 0o644, 0o600);
        // The mask takes from user and group, not from everybody else.
        check(&file(BOTH, BOTH, READ, READ), 0o644, 0o644);
        check(&file(BOTH, BOTH, READ, BOTH), 0o646, 0o644);
        // A group by id counts to everybody afterwards, not to the file's group.
        let group = [
            (OWNER, BOTH, NONE),
            (GROUP, READ, NONE),
            (NAMED_GROUP, 0, 100),
            (MASK, BOTH, NONE),
            (OTHERS, READ, NONE),
        ];
        check(&group, 0o664, 0o640);
        let plain = [
            (OWNER, BOTH, NONE),
            (GROUP, READ, NONE),
            (OTHERS, READ, NONE),
        ];
        check(&plain, 0o644, 0o644);
    }

    #[test]
    fn another_group_gets_what_everybody_has_and_users_by_id_keep_theirs() {
        let before = |group: u16, named: u16, others: u16| {
            [
                (OWNER, BOTH, NONE),
                (USER, BOTH, NOBODY),
                (GROUP, group, NONE),
                (NAMED_GROUP, named, 100),
                (MASK, BOTH, NONE),
                (OTHERS, others, NONE),
            ]
        };
        let check = |group: u16, named: u16, others: u16, then: (u16, u16)| {
            let after = list(&before(group, named, others)).for_another_group();
            assert_eq!(after, list(&before(then.0, named, then.1)));
        };
        check(BOTH, BOTH, READ, (READ, READ));
        check(BOTH, BOTH, 0, (0, 0));
        // The former group may not read what everybody may, and is part of everybody now.
        check(0, BOTH, READ, (0, 0));
        // Who is in both groups had no right.
        check(READ, 0, READ, (0, READ));
    }
}
